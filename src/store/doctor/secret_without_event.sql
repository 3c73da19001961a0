SELECT orders.no FROM secret
JOIN orders ON orders.id = secret.order_id
WHERE NOT EXISTS (SELECT 1 FROM event
                  WHERE event.order_id = secret.order_id AND event.kind = 'filed' AND event.body ->> '$.password' = 'encrypted')
ORDER BY orders.id

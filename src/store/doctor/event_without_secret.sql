SELECT DISTINCT orders.no FROM event
JOIN orders ON orders.id = event.order_id
WHERE event.kind = 'filed' AND event.body ->> '$.password' = 'encrypted'
  AND NOT EXISTS (SELECT 1 FROM secret WHERE secret.order_id = event.order_id)
ORDER BY orders.id

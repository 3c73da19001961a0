SELECT id, no, life FROM orders
WHERE life <> '{}' AND life ->> '$.handed_over' IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM event WHERE event.order_id = orders.id AND event.kind = 'purged')
ORDER BY id

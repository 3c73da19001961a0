SELECT orders.id, orders.no, event.revision, event.at, event.body
FROM event
JOIN orders ON orders.id = event.order_id
WHERE event.kind = 'handed_over' AND (?1 IS NULL OR event.order_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM event AS other WHERE other.order_id = event.order_id AND other.kind = 'purged')
ORDER BY event.id

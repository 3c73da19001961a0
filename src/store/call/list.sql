SELECT orders.id, orders.no, orders.entity, orders.stage, orders.call_at, event.at, user.name, event.body
FROM orders
LEFT JOIN event ON event.id = (SELECT max(id) FROM event WHERE order_id = orders.id AND kind = 'called')
LEFT JOIN user ON user.id = event.actor
WHERE orders.call_at IS NOT NULL
ORDER BY orders.call_at, orders.id LIMIT ?1

SELECT event.id, event.at, user.name, event.revision, event.body, orders.no
FROM event LEFT JOIN user ON user.id = event.actor LEFT JOIN orders ON orders.id = event.order_id
ORDER BY event.id DESC LIMIT ?1

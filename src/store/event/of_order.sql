SELECT event.id, event.at, user.name, event.revision, event.body
FROM event LEFT JOIN user ON user.id = event.actor
WHERE event.order_id = ?1 ORDER BY event.id DESC

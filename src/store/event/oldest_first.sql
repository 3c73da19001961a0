SELECT at, actor, body FROM event WHERE order_id = ?1 ORDER BY id

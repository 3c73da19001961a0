INSERT INTO revision (order_id, revision, received_at, content, body) VALUES (?1, ?2, ?3, ?4, ?5)

INSERT INTO event (id, order_id, at, actor, revision, kind, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

SELECT id, order_id, at, actor, revision, kind, body, hash FROM event ORDER BY id

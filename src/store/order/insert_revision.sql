INSERT INTO revision (order_id, revision, received_at, province, order_type, profile, content, body)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

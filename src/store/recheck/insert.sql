INSERT INTO recheck (verdict_id, order_id, drawn_at, drawn_by) VALUES (?1, ?2, ?3, ?4)

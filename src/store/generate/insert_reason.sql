INSERT INTO verdict_reason (verdict_id, position, order_id, code, at, by, stage, province, order_type, profile, undone_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)

INSERT INTO verdict (id, order_id, stage, revision, kind, by, at, handling_ms, province, order_type, profile,
                     answers, reasons, override_reason, undone_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '{}', ?12, ?13, ?14)

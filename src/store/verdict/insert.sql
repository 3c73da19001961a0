INSERT INTO verdict (id, order_id, stage, revision, kind, by, at, handling_ms, province, order_type, profile,
                     answers, reasons, notice, note, override_reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)

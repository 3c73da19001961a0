UPDATE recheck SET done_at = ?2, done_by = ?3, result = ?4, note = ?5 WHERE verdict_id = ?1 AND done_at IS NULL

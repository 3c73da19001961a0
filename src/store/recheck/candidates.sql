SELECT id, order_id FROM verdict INDEXED BY verdict_stats
WHERE at >= ?1 AND at < ?2 AND kind = 'approve' AND undone_at IS NULL
  AND by <> ?3 AND (?4 IS NULL OR by = ?4)
  AND NOT EXISTS (SELECT 1 FROM recheck WHERE recheck.verdict_id = verdict.id)
ORDER BY at, id

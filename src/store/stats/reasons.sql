SELECT at, by, stage, province, order_type, profile, code, order_id
FROM verdict_reason INDEXED BY verdict_reason_stats
WHERE at >= ?1 AND at < ?2 AND undone_at IS NULL
  AND (?3 IS NULL OR by = ?3)
  AND (?4 IS NULL OR province = ?4)
  AND (?5 IS NULL OR order_type = ?5)
  AND (?6 IS NULL OR profile = ?6)
ORDER BY at DESC

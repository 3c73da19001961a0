SELECT at, by, stage, province, order_type, profile, code, order_id
FROM verdict_reason INDEXED BY verdict_reason_stats
WHERE at >= ?1 AND at < ?2 AND undone_at IS NULL
  {narrowed}
ORDER BY at DESC

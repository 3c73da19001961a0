SELECT at, by, stage, kind, province, order_type, profile, handling_ms, revision, overridden, order_id
FROM verdict INDEXED BY verdict_stats
WHERE at >= ?1 AND at < ?2 AND undone_at IS NULL
  {narrowed}
ORDER BY at DESC

SELECT received_at, revision, province, order_type, profile, order_id
FROM revision INDEXED BY revision_stats
WHERE received_at >= ?1 AND received_at < ?2
  AND (?4 IS NULL OR province = ?4)
  AND (?5 IS NULL OR order_type = ?5)
  AND (?6 IS NULL OR profile = ?6)
  -- A person's view has no intake.
  AND ?3 IS NULL
ORDER BY received_at DESC

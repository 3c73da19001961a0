SELECT received_at, revision, province, order_type, profile, order_id
FROM revision INDEXED BY revision_stats
WHERE received_at >= ?1 AND received_at < ?2
  {narrowed}
ORDER BY received_at DESC

SELECT at, actor, kind, order_id
FROM event INDEXED BY event_views
WHERE at >= ?1 AND at < ?2
  AND kind = 'viewed'
  {narrowed}
ORDER BY at DESC

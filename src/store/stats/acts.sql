SELECT at, actor, kind, order_id
FROM event INDEXED BY event_people
WHERE at >= ?1 AND at < ?2
  AND kind IN ('claimed', 'revealed', 'taken_back', 'put_back', 'undone', 'asked')
  {narrowed}
ORDER BY at DESC

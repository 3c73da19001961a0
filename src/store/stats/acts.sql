SELECT at, actor, kind, order_id
FROM event INDEXED BY event_people
WHERE at >= ?1 AND at < ?2
  AND kind IN ('claimed', 'revealed', 'taken_back', 'put_back', 'undone', 'asked')
  AND (?3 IS NULL OR actor = ?3)
  AND (coalesce(?4, ?5, ?6) IS NULL OR EXISTS (
    SELECT 1 FROM orders
    WHERE orders.id = event.order_id
      AND (?4 IS NULL OR orders.province = ?4)
      AND (?5 IS NULL OR orders.order_type = ?5)
      AND (?6 IS NULL OR orders.profile = ?6)))
ORDER BY at DESC

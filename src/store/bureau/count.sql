SELECT order_id, revision, code, first_by, second_by
FROM bureau_return
WHERE at >= ?1 AND at < ?2
  AND (?3 IS NULL OR first_by = ?3 OR second_by = ?3)
  AND (?4 IS NULL OR province = ?4) AND (?5 IS NULL OR order_type = ?5) AND (?6 IS NULL OR profile = ?6)
ORDER BY order_id, revision, position

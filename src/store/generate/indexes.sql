SELECT name, sql FROM sqlite_schema
WHERE type = 'index' AND sql IS NOT NULL
  AND tbl_name IN ('orders', 'revision', 'event', 'verdict', 'verdict_reason')
ORDER BY tbl_name, name

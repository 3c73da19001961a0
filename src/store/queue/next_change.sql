SELECT min(at) FROM (
  SELECT min(lease_until) AS at FROM orders WHERE holder IS NOT NULL AND lease_until > ?1
  UNION ALL
  SELECT min(due_key) FROM orders WHERE stage = 'first_review' AND due_key > ?1
  UNION ALL
  SELECT min(due_key) FROM orders WHERE stage = 'second_review' AND due_key > ?1)

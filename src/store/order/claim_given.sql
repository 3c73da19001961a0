UPDATE orders SET holder = ?2, lease_until = ?3
WHERE id = (
  SELECT id FROM orders INDEXED BY orders_assigned
  WHERE assigned_to = ?2
    AND stage = ?1
    AND (holder IS NULL OR holder = ?2 OR lease_until <= ?4)
    AND (snoozed_until IS NULL OR snoozed_until <= ?4)
    AND asked IS NULL
    AND id <> ?5
    AND NOT (?6 AND stage = 'second_review' AND passed_first_by IS ?2)
  ORDER BY rank, due_key, id LIMIT 1)
RETURNING id

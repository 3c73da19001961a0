UPDATE orders SET holder = ?2, lease_until = ?3
WHERE id = ?1 AND stage IN ('first_review', 'second_review')
  AND (holder IS NULL OR holder = ?2 OR lease_until <= ?4)

UPDATE outbox SET tries = tries + 1, next_at = ?1 + min(60000 * (1 << min(tries, 6)), 3600000)
WHERE id = (
  SELECT id FROM outbox INDEXED BY outbox_next
  WHERE state = 'waiting' AND medium <> 'phone' AND next_at <= ?1 ORDER BY next_at, id LIMIT 1
) RETURNING id

SELECT count(*) FROM event INDEXED BY event_counts
WHERE kind = '{kind}' AND actor = ?1 AND at >= ?2 AND at < ?3

SELECT count(*), coalesce(max(last_at), 0) FROM sign_in_try
WHERE source = ?1 AND failed > 0 AND last_at >= ?2 AND last_at <= ?3

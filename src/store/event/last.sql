SELECT coalesce(max(id), 0), coalesce((SELECT hash FROM event ORDER BY id DESC LIMIT 1), x'') FROM event

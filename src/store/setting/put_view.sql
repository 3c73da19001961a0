INSERT INTO saved_view (user_id, name, body) VALUES (?1, ?2, ?3)
ON CONFLICT (user_id, name) DO UPDATE SET body = excluded.body

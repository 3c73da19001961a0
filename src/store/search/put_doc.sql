INSERT INTO search_doc (order_id, words, tails) VALUES (?1, ?2, ?3)
ON CONFLICT (order_id) DO UPDATE SET words = excluded.words, tails = excluded.tails

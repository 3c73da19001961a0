INSERT INTO file (sha256, facts) VALUES (?1, ?2)
ON CONFLICT (sha256) DO UPDATE SET facts = excluded.facts
WHERE coalesce(file.facts ->> '$.method', 0) < (excluded.facts ->> '$.method')

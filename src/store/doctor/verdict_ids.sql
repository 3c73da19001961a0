SELECT verdict.id, iif(verdict_ids.id IS NULL, 'free', 'void')
FROM verdict LEFT JOIN verdict_ids ON verdict_ids.id = verdict.id
WHERE verdict_ids.id IS NULL OR verdict_ids.void_at IS NOT NULL
UNION ALL
SELECT verdict_ids.id, 'stray'
FROM verdict_ids LEFT JOIN verdict ON verdict.id = verdict_ids.id
WHERE verdict_ids.void_at IS NULL AND verdict.id IS NULL

SELECT verdict.*, user.name FROM verdict JOIN user ON user.id = verdict.by
WHERE verdict.by = ?1 AND verdict.at >= ?2 AND verdict.undone_at IS NULL ORDER BY verdict.at DESC

SELECT verdict.*, user.name FROM verdict JOIN user ON user.id = verdict.by
WHERE verdict.order_id = ?1 ORDER BY verdict.at DESC, verdict.rowid DESC

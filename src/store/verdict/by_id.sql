SELECT verdict.*, user.name FROM verdict JOIN user ON user.id = verdict.by WHERE verdict.id = ?1

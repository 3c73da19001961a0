LEFT JOIN user ON user.id = orders.holder
LEFT JOIN user AS given ON given.id = orders.assigned_to

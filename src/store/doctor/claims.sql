SELECT orders.no, orders.stage, orders.holder, orders.lease_until, user.disabled
FROM orders LEFT JOIN user ON user.id = orders.holder
WHERE orders.holder IS NOT NULL OR orders.lease_until IS NOT NULL

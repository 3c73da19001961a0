SELECT orders.id, orders.no, orders.entity, orders.province, orders.profile, orders.revision, orders.life, revision.body
FROM orders INDEXED BY orders_sms
JOIN revision ON revision.order_id = orders.id AND revision.revision = orders.revision
WHERE orders.stage = 'sms' AND orders.due_at IS NOT NULL
ORDER BY orders.due_at, orders.id LIMIT ?1

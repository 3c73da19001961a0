SELECT orders.id, orders.revision
FROM (SELECT order_id FROM order_domain WHERE domain = ?1 AND order_id <> ?2 ORDER BY order_id DESC LIMIT ?3) AS near
JOIN orders ON orders.id = near.order_id
WHERE orders.stage = 'filed' ORDER BY orders.id DESC LIMIT 40

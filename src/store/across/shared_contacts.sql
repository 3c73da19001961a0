SELECT orders.no, orders.entity
FROM (SELECT order_id FROM order_key WHERE kind = ?1 AND key = ?2 AND order_id <> ?3
      ORDER BY order_id DESC LIMIT ?4) AS near
JOIN orders ON orders.id = near.order_id
WHERE orders.stage <> 'abandoned'
  AND NOT EXISTS (SELECT 1 FROM order_key AS entity
                  WHERE entity.order_id = near.order_id AND entity.kind = 'certificate' AND entity.key = ?5)
ORDER BY orders.id DESC LIMIT ?6

SELECT DISTINCT orders.no, orders.entity, orders.entity_key
FROM (SELECT order_id FROM attachment WHERE sha256 = ?1 AND order_id <> ?2 ORDER BY id DESC LIMIT ?3) AS near
JOIN orders ON orders.id = near.order_id
WHERE NOT EXISTS (SELECT 1 FROM order_key AS entity
                  WHERE entity.order_id = near.order_id AND entity.kind = 'certificate' AND entity.key = ?4)
ORDER BY orders.id DESC LIMIT ?5

SELECT DISTINCT entity.key
FROM (SELECT order_id FROM order_key WHERE kind = 'server' AND key = ?1 AND order_id <> ?2
      ORDER BY order_id DESC LIMIT ?3) AS near
JOIN orders ON orders.id = near.order_id
JOIN order_key AS entity ON entity.order_id = near.order_id AND entity.kind = 'certificate'
WHERE orders.stage <> 'abandoned' AND orders.order_type NOT LIKE 'cancel%' AND entity.key <> ?4
ORDER BY entity.key

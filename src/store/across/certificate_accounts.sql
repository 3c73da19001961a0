SELECT DISTINCT orders.account
FROM (SELECT order_id FROM order_key WHERE kind = 'certificate' AND key = ?1 AND order_id <> ?2
      ORDER BY order_id DESC LIMIT ?3) AS near
JOIN orders ON orders.id = near.order_id
WHERE orders.account <> ?4 AND orders.account <> '' ORDER BY orders.account LIMIT ?5

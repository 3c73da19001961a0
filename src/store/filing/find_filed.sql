SELECT DISTINCT own.key
FROM (SELECT order_id FROM order_key WHERE kind = 'certificate' AND key = ?1
      UNION SELECT order_id FROM order_key WHERE kind = 'filing' AND key = ?3
      UNION SELECT order_id FROM order_domain WHERE domain IN (?2, ?4)
      UNION SELECT id FROM orders WHERE ?3 <> '' AND stage = 'filed' AND instr(entity, ?3) > 0) AS near
JOIN orders ON orders.id = near.order_id AND orders.stage = 'filed'
JOIN order_key AS own ON own.order_id = near.order_id AND own.kind = 'certificate'
ORDER BY orders.id DESC LIMIT ?5

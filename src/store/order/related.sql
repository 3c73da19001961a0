SELECT id, by FROM (
  SELECT id, 'entity' AS by, 1 AS weight FROM orders WHERE entity_key = ?2 AND ?2 <> '' AND id <> ?1
  UNION ALL
  SELECT other.order_id, 'domain', 2 FROM order_domain mine JOIN order_domain other ON other.domain = mine.domain
  WHERE mine.order_id = ?1 AND other.order_id <> ?1
  UNION ALL
  SELECT id, 'account', 3 FROM orders WHERE account = ?3 AND ?3 <> '' AND id <> ?1)
GROUP BY id HAVING weight = min(weight) ORDER BY min(weight), id DESC LIMIT 20

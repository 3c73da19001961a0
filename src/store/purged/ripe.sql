-- Files that only finished orders refer to, each of which ended before ?1, and that are not marked yet.
SELECT DISTINCT attachment.sha256
FROM orders
JOIN attachment ON attachment.order_id = orders.id
WHERE orders.stage IN ('filed', 'abandoned') AND orders.waiting_since < ?1
  AND NOT EXISTS (SELECT 1 FROM purged WHERE purged.sha256 = attachment.sha256)
  AND NOT EXISTS (
    SELECT 1 FROM attachment AS other JOIN orders AS living ON living.id = other.order_id
    WHERE other.sha256 = attachment.sha256
      AND (living.stage NOT IN ('filed', 'abandoned') OR living.waiting_since >= ?1))

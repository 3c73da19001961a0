UPDATE finding SET day = ''
WHERE day <> '' AND day < '9999-12-31' AND order_id IN (
  SELECT order_id FROM (
    SELECT * FROM (SELECT other.order_id FROM order_key mine JOIN order_key other USING (kind, key)
                   WHERE mine.order_id = ?1 ORDER BY other.order_id DESC LIMIT ?2)
    UNION
    SELECT * FROM (SELECT other.order_id FROM order_domain mine JOIN order_domain other USING (domain)
                   WHERE mine.order_id = ?1 ORDER BY other.order_id DESC LIMIT ?2)
    UNION
    SELECT * FROM (SELECT other.id FROM orders other
                   WHERE other.account = (SELECT account FROM orders WHERE id = ?1 AND account <> '')
                   ORDER BY other.id DESC LIMIT ?2)
    UNION
    SELECT * FROM (SELECT other.order_id FROM attachment mine JOIN attachment other USING (sha256)
                   WHERE mine.order_id = ?1 ORDER BY other.order_id DESC LIMIT ?2))
  WHERE order_id <> ?1 ORDER BY order_id DESC LIMIT ?2)

UPDATE finding SET day = ''
WHERE day <> '' AND day < '9999-12-31' AND order_id IN (
  SELECT order_id FROM order_key WHERE kind = 'certificate' AND key = ?1
  UNION
  SELECT order_id FROM order_domain WHERE domain = ?2)

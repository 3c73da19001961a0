UPDATE finding SET day = ''
WHERE day <> '' AND day < ?2 AND order_id IN (SELECT order_id FROM attachment WHERE sha256 = ?1)

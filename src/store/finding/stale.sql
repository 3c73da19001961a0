SELECT order_id FROM (SELECT order_id FROM finding WHERE day = '' ORDER BY order_id DESC LIMIT ?2)
UNION ALL
SELECT order_id FROM (SELECT order_id FROM finding WHERE day > '' AND day < ?1 ORDER BY day DESC, order_id DESC LIMIT ?2)
LIMIT ?2

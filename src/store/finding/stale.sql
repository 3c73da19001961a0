SELECT order_id FROM finding WHERE day < ?1 ORDER BY day, order_id DESC LIMIT ?2

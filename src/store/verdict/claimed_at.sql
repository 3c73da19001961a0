SELECT at FROM event WHERE order_id = ?1 AND actor = ?2 AND kind = 'claimed' ORDER BY id DESC LIMIT 1

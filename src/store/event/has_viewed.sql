SELECT 1 FROM event
WHERE order_id = ?1 AND kind = 'viewed' AND actor IS ?2 AND body = ?3 AND at >= ?4

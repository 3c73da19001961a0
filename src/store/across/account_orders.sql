SELECT no, order_type
FROM (SELECT no, order_type, stage, id FROM orders WHERE account = ?1 AND id <> ?2 ORDER BY id DESC LIMIT ?3)
WHERE stage NOT IN ('filed', 'abandoned') ORDER BY id DESC LIMIT ?4

SELECT path, before, after, rule FROM amendment WHERE order_id = ?1 AND revision = ?2 ORDER BY id

UPDATE orders SET blocks = ?2, warns = ?3, infos = ?4, opens = ?5
WHERE id = ?1 AND (blocks, warns, infos, opens) <> (?2, ?3, ?4, ?5)

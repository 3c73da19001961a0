SELECT * FROM filing WHERE certificate_key = ?1 ORDER BY id DESC LIMIT ?2

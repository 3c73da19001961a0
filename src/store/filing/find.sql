SELECT * FROM filing
WHERE certificate_key = ?1 OR domain = ?2 OR entity_number = ?3 OR (?3 <> '' AND instr(entity_name, ?3) > 0)
ORDER BY id DESC LIMIT ?4

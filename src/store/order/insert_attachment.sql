INSERT INTO attachment (order_id, revision, supplement_id, given, sha256) VALUES (?1, ?2, ?3, ?4, ?5)

INSERT INTO amendment (order_id, revision, path, before, after, rule, at, by)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)

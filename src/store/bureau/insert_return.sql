INSERT INTO bureau_return (order_id, revision, position, at, code, text, rule, item, first_by, second_by,
                           province, order_type, profile)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)

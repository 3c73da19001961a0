INSERT INTO orders (no, order_type, profile, nature, province, entity, entity_key, account, sites, site_count,
                    stage, revision, waiting_since, due_at, returned_count, priority)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, 0)

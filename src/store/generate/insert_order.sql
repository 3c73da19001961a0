INSERT INTO orders (no, order_type, profile, nature, province, entity, entity_key, account, sites, site_count,
                    stage, returned_from, revision, waiting_since, due_at, passed_first_by, last_verdict,
                    returned_count, priority, assigned_to, snoozed_until, asked)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)

INSERT INTO finding (order_id, revision, stage, day, fingerprint, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (order_id) DO UPDATE SET revision = excluded.revision, stage = excluded.stage, day = excluded.day,
                                     fingerprint = excluded.fingerprint, body = excluded.body

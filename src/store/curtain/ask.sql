INSERT INTO curtain (order_id, revision, profile, account, requested_at, dispatch_at, state)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (order_id, revision) DO UPDATE
SET account = excluded.account, requested_at = excluded.requested_at, dispatch_at = excluded.dispatch_at,
    state = excluded.state, ended_at = NULL
WHERE state = 'withdrawn'

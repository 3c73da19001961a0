INSERT INTO sign_in_try (who, source, failed, untold, since, last_at, next_try_at, turn_until)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (who, source) DO UPDATE SET failed = excluded.failed, untold = excluded.untold, since = excluded.since,
  last_at = excluded.last_at, next_try_at = excluded.next_try_at, turn_until = excluded.turn_until

SELECT stage, returned_from, revision, waiting_since, due_at, passed_first_by, last_verdict, returned_count,
       priority, assigned_to, snoozed_until, asked, overruled, life
FROM orders WHERE id = ?1

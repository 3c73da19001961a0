UPDATE orders SET stage = ?2, returned_from = ?3, revision = ?4, waiting_since = ?5, due_at = ?6,
                  passed_first_by = ?7, last_verdict = ?8, returned_count = ?9, priority = ?10,
                  assigned_to = ?11, snoozed_until = ?12, asked = ?13, overruled = ?14, life = ?15
WHERE id = ?1

INSERT INTO outbox (order_id, event_id, verdict, kind, medium, person, address, subject, body, html, message_id,
  created_at, next_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)

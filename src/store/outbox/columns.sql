SELECT outbox.id, outbox.order_id, orders.no, outbox.event_id, outbox.verdict, outbox.kind, outbox.medium,
  outbox.person, outbox.address, outbox.subject, outbox.body, outbox.html, outbox.message_id, outbox.created_at,
  outbox.state, outbox.next_at, outbox.tries, outbox.ended_at, outbox.error
FROM outbox JOIN orders ON orders.id = outbox.order_id

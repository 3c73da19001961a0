SELECT outbox.id, orders.no, outbox.kind, outbox.medium, outbox.state,
  event.order_id IS outbox.order_id AS told,
  verdict.undone_at IS NOT NULL AS undone,
  outbox.verdict IS NOT NULL AND verdict.id IS NULL AS stray,
  EXISTS (SELECT 1 FROM event AS act WHERE act.order_id = outbox.order_id AND act.kind = 'notice_' || outbox.state
    AND act.body ->> '$.notice' = outbox.id) AS acted
FROM outbox LEFT JOIN orders ON orders.id = outbox.order_id LEFT JOIN event ON event.id = outbox.event_id
  LEFT JOIN verdict ON verdict.id = outbox.verdict
ORDER BY outbox.id

SELECT orders.no, orders.revision, draft.body
FROM draft JOIN orders ON orders.id = draft.order_id
ORDER BY draft.order_id

SELECT draft.order_id, orders.no, draft.body FROM draft JOIN orders ON orders.id = draft.order_id
WHERE draft.user_id = ?1 ORDER BY draft.updated_at DESC

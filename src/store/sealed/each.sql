SELECT orders.no, sealed.mark, sealed.sealed
FROM sealed JOIN orders ON orders.id = sealed.order_id
ORDER BY sealed.order_id, sealed.mark

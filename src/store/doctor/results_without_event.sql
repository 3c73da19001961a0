SELECT DISTINCT orders.no FROM bureau_result
JOIN orders ON orders.id = bureau_result.order_id
WHERE NOT EXISTS (SELECT 1 FROM event
                  WHERE event.order_id = bureau_result.order_id AND event.kind IN ('sms_tried', 'filed', 'returned'))
ORDER BY orders.id

SELECT w.id, w.order_id, o.no, w.about, w.why, a.name, w.asked_at, w.until, w.state, b.name, w.note, w.answered_by
FROM second_word w
JOIN user a ON a.id = w.asked_by
LEFT JOIN user b ON b.id = w.answered_by
LEFT JOIN orders o ON o.id = w.order_id

SELECT verdict_reason.code, count(*)
FROM (SELECT order_id FROM order_key WHERE kind = 'certificate' AND key = ?1 ORDER BY order_id DESC LIMIT ?2) AS near
JOIN verdict ON verdict.order_id = near.order_id AND verdict.kind = 'reject' AND verdict.undone_at IS NULL
JOIN verdict_reason ON verdict_reason.verdict_id = verdict.id
GROUP BY verdict_reason.code ORDER BY count(*) DESC, verdict_reason.code

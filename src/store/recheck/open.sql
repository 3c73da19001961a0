SELECT recheck.verdict_id, recheck.order_id, verdict.stage, approver.name, verdict.at, recheck.drawn_at, drawer.name
FROM recheck
JOIN verdict ON verdict.id = recheck.verdict_id
JOIN user approver ON approver.id = verdict.by
JOIN user drawer ON drawer.id = recheck.drawn_by
WHERE recheck.done_at IS NULL
ORDER BY recheck.drawn_at, recheck.verdict_id

SELECT orders.id, orders.no, orders.stage, orders.returned_from, orders.revision, orders.waiting_since,
       orders.due_at, orders.passed_first_by, orders.last_verdict, orders.returned_count, orders.priority,
       orders.assigned_to, orders.snoozed_until, orders.asked, orders.overruled, orders.life,
       orders.blocks, orders.warns, orders.infos, orders.opens,
       (SELECT body FROM finding WHERE finding.order_id = orders.id) AS findings,
       orders.order_type, orders.profile, orders.nature, orders.province, orders.entity, orders.entity_key,
       orders.account, orders.sites, orders.site_count, search_doc.words, search_doc.tails,
       (SELECT count(*) FROM search_docsize WHERE search_docsize.id = orders.id) AS indexed
FROM orders LEFT JOIN search_doc ON search_doc.order_id = orders.id
ORDER BY orders.id

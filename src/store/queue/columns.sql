orders.id, orders.no, orders.order_type, orders.profile, orders.nature, orders.province, orders.entity, orders.sites,
orders.site_count, orders.stage, orders.returned_from, orders.revision, orders.waiting_since, orders.due_at,
orders.priority, orders.assigned_to, orders.snoozed_until, orders.returned_count, orders.holder, orders.lease_until

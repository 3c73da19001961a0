SELECT at, body FROM event
WHERE order_id IS NULL AND kind = 'found_at_upgrade'
ORDER BY id

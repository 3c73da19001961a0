SELECT attachment.given, file.facts, supplement.received_at, purged.at
FROM attachment JOIN file ON file.sha256 = attachment.sha256
LEFT JOIN supplement ON supplement.id = attachment.supplement_id
LEFT JOIN purged ON purged.sha256 = attachment.sha256
WHERE attachment.order_id = ?1 AND attachment.revision = ?2 ORDER BY attachment.id

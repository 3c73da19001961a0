SELECT resealed.revision_id, revision.order_id, orders.no, revision.body,
  (SELECT group_concat(sha256, ' ') FROM (
    SELECT sha256 FROM attachment
    WHERE attachment.order_id = revision.order_id AND attachment.revision = revision.revision
      AND attachment.supplement_id IS NULL
    ORDER BY attachment.id)) AS files
FROM resealed
JOIN revision ON revision.id = resealed.revision_id
JOIN orders ON orders.id = revision.order_id
WHERE resealed.done = 0
ORDER BY resealed.revision_id LIMIT ?1

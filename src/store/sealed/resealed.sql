SELECT orders.no, revision.revision, revision.content
FROM resealed
JOIN revision ON revision.id = resealed.revision_id
JOIN orders ON orders.id = revision.order_id
WHERE resealed.done = 1
ORDER BY resealed.revision_id

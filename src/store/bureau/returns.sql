SELECT bureau_return.revision, bureau_return.at, bureau_return.code, bureau_return.rule, bureau_return.item,
       first.name AS first_name, second.name AS second_name, bureau_return.text
FROM bureau_return
LEFT JOIN user AS first ON first.id = bureau_return.first_by
LEFT JOIN user AS second ON second.id = bureau_return.second_by
WHERE bureau_return.order_id = ?1
ORDER BY bureau_return.revision, bureau_return.position

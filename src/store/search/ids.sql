SELECT search.rowid FROM search JOIN search_doc ON search_doc.order_id = search.rowid
WHERE search MATCH ?1
  AND (instr(words, ?2) > 0 OR instr(tails, ?3) > 0 OR instr(tails, ?4) > 0)
ORDER BY search.rowid DESC

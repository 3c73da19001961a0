SELECT stage AS tab, count(*) AS n FROM orders GROUP BY stage
UNION ALL SELECT 'all', count(*) FROM orders
UNION ALL SELECT 'asked', count(*) FROM orders WHERE asked IS NOT NULL

SELECT id, status, amount, big FROM orders UNION ALL SELECT 0, line, 0, NULL FROM log ORDER BY 1, 2;
SELECT id, status, amount, big FROM copies.orders UNION ALL SELECT 0, line, 0, NULL FROM copies.log ORDER BY 1, 2

SELECT id, status, 1 FROM app.orders UNION ALL SELECT 1, 'new', 2 ORDER BY 3, 1;
SELECT id, status, 1 FROM ods.orders UNION ALL SELECT id, status, 2 FROM ods.moved ORDER BY 3, 1

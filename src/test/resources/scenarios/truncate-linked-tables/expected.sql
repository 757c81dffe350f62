SELECT 'a', id FROM app.a UNION ALL SELECT 'b', id FROM app.b UNION ALL SELECT 'c', id FROM app.c
UNION ALL SELECT 'eu', id FROM app.eu UNION ALL SELECT 'us', 1 ORDER BY 1, 2;
SELECT 'a', id FROM ods.a UNION ALL SELECT 'b', id FROM ods.b UNION ALL SELECT 'c', id FROM ods.c
UNION ALL SELECT region, id FROM ods.shared ORDER BY 1, 2;

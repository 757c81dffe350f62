SELECT 'e:?u', id, note FROM app.eu UNION ALL SELECT 'u?s', id, note FROM app.us ORDER BY 1, 2;
SELECT region, id, note FROM ods.orders ORDER BY 1, 2;

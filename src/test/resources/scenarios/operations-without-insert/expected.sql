SELECT * FROM app.items WHERE id IN (1, 3, 12) ORDER BY id;
SELECT * FROM ods.items ORDER BY id;
SELECT * FROM app.filtered WHERE id IN (1, 12) ORDER BY id;
SELECT * FROM ods.filtered ORDER BY id;

SELECT id, status FROM app.orders ORDER BY id;
SELECT id, status FROM ods.orders ORDER BY id

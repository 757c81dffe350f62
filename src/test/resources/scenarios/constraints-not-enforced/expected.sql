SELECT * FROM app.customers ORDER BY id;
SELECT * FROM ods.customers ORDER BY id;
SELECT * FROM app.orders ORDER BY id;
SELECT * FROM ods.orders ORDER BY id;

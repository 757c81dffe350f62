SELECT * FROM app.users ORDER BY id;
SELECT * FROM ods.users ORDER BY id;

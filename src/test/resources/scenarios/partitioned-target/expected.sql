SELECT * FROM app.events ORDER BY id;
SELECT * FROM ods.events ORDER BY id;

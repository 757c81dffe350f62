SELECT * FROM app.events ORDER BY id;
SELECT * FROM ods.events ORDER BY id;
SELECT * FROM app.regions ORDER BY id;
SELECT * FROM ods.regions ORDER BY id;

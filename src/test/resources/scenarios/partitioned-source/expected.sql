SELECT * FROM app.events ORDER BY id;
SELECT * FROM ods.events ORDER BY id;
SELECT * FROM app.regions ORDER BY id;
SELECT * FROM ods.regions ORDER BY id;
SELECT * FROM app.days_2024 ORDER BY id;
SELECT * FROM ods.days_2024 ORDER BY id;

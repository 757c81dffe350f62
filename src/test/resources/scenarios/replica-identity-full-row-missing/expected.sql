SELECT * FROM app.notes ORDER BY id;
SELECT * FROM ods.notes ORDER BY id;

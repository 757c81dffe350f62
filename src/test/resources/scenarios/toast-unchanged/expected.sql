SELECT * FROM app.notes ORDER BY id;
SELECT * FROM ods.notes ORDER BY id;
SELECT * FROM app.types ORDER BY id;
SELECT * FROM ods.types ORDER BY id;

SELECT * FROM app.notes ORDER BY id;
SELECT * FROM ods.notes ORDER BY id;
SELECT * FROM app.log ORDER BY line;
SELECT * FROM ods.log ORDER BY line;

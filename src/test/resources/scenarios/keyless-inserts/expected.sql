SELECT * FROM app.log ORDER BY line, at;
SELECT * FROM ods.log ORDER BY line, at;

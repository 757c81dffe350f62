SELECT * FROM app.amounts ORDER BY id;
SELECT * FROM ods.amounts ORDER BY id;
SELECT * FROM app.names ORDER BY id;
SELECT * FROM ods.names ORDER BY id;
SELECT * FROM app.floats ORDER BY id, part;
SELECT * FROM ods.floats ORDER BY id, part;

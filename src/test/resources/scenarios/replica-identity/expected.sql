SELECT * FROM app.whole ORDER BY id;
SELECT * FROM ods.whole ORDER BY id;
SELECT * FROM app.other_index ORDER BY id;
SELECT * FROM ods.other_index ORDER BY id;
SELECT * FROM app.no_primary_key ORDER BY n;
SELECT * FROM ods.no_primary_key ORDER BY n;

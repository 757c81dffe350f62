SELECT id, name, md5(body) FROM ONLY app.cities ORDER BY id;
SELECT id, name, md5(body) FROM ONLY ods.cities ORDER BY id;
SELECT id, name, md5(body), state FROM app.capitals ORDER BY id;
SELECT id, name, md5(body), state FROM ods.capitals ORDER BY id;
SELECT * FROM ONLY app.places ORDER BY n;
SELECT * FROM ONLY ods.places ORDER BY n;
SELECT * FROM app.ports ORDER BY n;
SELECT * FROM ods.ports ORDER BY n;

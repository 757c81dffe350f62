SELECT * FROM app.direct ORDER BY id;
SELECT * FROM ods.direct ORDER BY id;
SELECT * FROM app.staged WHERE a <> 'no' ORDER BY id;
SELECT * FROM ods.staged ORDER BY id;
SELECT * FROM app.number ORDER BY id;
SELECT * FROM ods.number ORDER BY id;
SELECT id, a FROM app.own ORDER BY id;
SELECT id, a FROM ods.own ORDER BY id;

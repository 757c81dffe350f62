SELECT id, a, twice, b FROM app.both ORDER BY id;
SELECT id, a, twice, b FROM ods.both ORDER BY id;
SELECT id, a, b FROM app.source_only ORDER BY id;
SELECT id, a, b FROM ods.source_only ORDER BY id;
SELECT * FROM app.target_only ORDER BY id;
SELECT * FROM ods.target_only ORDER BY id;
SELECT * FROM app.keyless ORDER BY a;
SELECT * FROM ods.keyless ORDER BY a;

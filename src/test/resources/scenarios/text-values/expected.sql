SELECT * FROM app.texts ORDER BY id;
SELECT * FROM ods.texts ORDER BY id;
SELECT * FROM app.keys ORDER BY id COLLATE "C";
SELECT * FROM ods.keys ORDER BY id COLLATE "C";
SELECT * FROM app.staged ORDER BY id COLLATE "C";
SELECT * FROM ods.staged ORDER BY id COLLATE "C";
SELECT * FROM app.keyless ORDER BY value COLLATE "C";
SELECT * FROM ods.keyless ORDER BY value COLLATE "C";

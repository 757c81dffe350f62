SELECT id, upper(name) FROM app.items ORDER BY id;
SELECT id, name FROM ods.items ORDER BY id;
SELECT id, name FROM app.items ORDER BY id;
SELECT id, name FROM ods."Items as inserted" ORDER BY id;
SELECT id, body FROM app.notes ORDER BY id;
SELECT id, note FROM ods.notes ORDER BY id;
SELECT id, body FROM app.notes ORDER BY id;
SELECT id, note FROM ods.notes_seen ORDER BY id;

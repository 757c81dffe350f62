SELECT id, data, mood, n, amount::float8, at::timestamp, CASE WHEN flag THEN 't' ELSE 'f' END, body FROM app.items ORDER BY id;
SELECT * FROM ods.items ORDER BY id;
SELECT id, data::jsonb, mood, n, amount, at::timestamp, CASE WHEN flag THEN 'true' ELSE 'false' END FROM app.staged WHERE n > 0 AND NOT flag ORDER BY id;
SELECT * FROM ods.staged ORDER BY id;
SELECT * FROM app.enum_key;
SELECT * FROM ods.enum_key;

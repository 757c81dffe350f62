SELECT id, lower(name), body, length(body) + id FROM app.by_default WHERE n > 0 OR body LIKE 'keep%' ORDER BY id;
SELECT id, name, body, size FROM ods.by_default ORDER BY id;
SELECT code, name FROM app.by_index WHERE n > 0 ORDER BY code;
SELECT code, name FROM ods.by_index ORDER BY code;
SELECT id, name, length(body), name || left(body, 3), left(body, 5) || right(body, 5) FROM app.in_full WHERE n > 0 AND body <> 'hidden' ORDER BY id;
SELECT id, name, size, title, body FROM ods.in_full ORDER BY id;
SELECT id, name, length(body) FROM app.by_nothing WHERE n > 0 AND body <> 'hidden' ORDER BY id;
SELECT id, name, size FROM ods.by_nothing ORDER BY id;

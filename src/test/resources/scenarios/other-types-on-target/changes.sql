INSERT INTO app.items VALUES (1, '{"a":  1}', 'ok', 1, 1.50, '2024-01-01', true, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, NULL, 'sad', 2, 2, 'infinity', false, 'short'), (3, '[]', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO app.staged VALUES (1, '{"a":  1}', 'ok', 1, '15', '2024-01-01', false), (2, NULL, 'sad', 2, '2', 'infinity', true), (3, '[]', NULL, NULL, NULL, NULL, NULL);
INSERT INTO app.enum_key VALUES ('sad', 'a'), ('ok', 'b');
-- next transaction
UPDATE app.items SET mood = 'happy', flag = NOT flag;
UPDATE app.items SET id = 11 WHERE id = 1;
DELETE FROM app.items WHERE id = 3;
UPDATE app.staged SET flag = NOT flag, amount = '7';
UPDATE app.staged SET n = 3, flag = false WHERE id = 3;
UPDATE app.enum_key SET mood = 'happy' WHERE mood = 'ok';
DELETE FROM app.enum_key WHERE mood = 'sad';

INSERT INTO app.orders SELECT n, n - 5, 's', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n, 'a', '{}' FROM generate_series(1, 10) AS n;
INSERT INTO app.orders VALUES (11, NULL, 's', NULL, 'a', '{}'), (12, 1, 'it''s; no?', NULL, 'a', '{}'), (13, 1, 's', NULL, 'b', '{}'), (14, 1, 's', 'x', 'a', '{"a:?b": 1}');
INSERT INTO app.other_column VALUES (1, 'a', true), (2, 'b', false), (3, 'c', true), (4, 'd', NULL);
-- next transaction
-- A row stops matching; others change and match still; some don't match before and after.
UPDATE app.orders SET amount = -1 WHERE id = 5;
UPDATE app.orders SET status = 't' WHERE id IN (6, 2);
DELETE FROM app.orders WHERE id IN (1, 7);
UPDATE app.orders SET id = 80 WHERE id = 8;
UPDATE app.orders SET id = 90, amount = -1 WHERE id = 9;
UPDATE app.orders SET id = 30 WHERE id = 3;
-- One starts to match.
UPDATE app.orders SET amount = 7, body = 'now' WHERE id = 11;
UPDATE app.orders SET status = 's', id = 120, body = NULL WHERE id = 12;
UPDATE app.orders SET kind = 'a' WHERE id = 13;
UPDATE app.other_column SET visible = NOT visible;
-- next transaction
UPDATE app.other_column SET visible = true WHERE id = 1;
UPDATE app.other_column SET id = 20 WHERE id = 2;
UPDATE app.other_column SET a = 'invisible' WHERE id = 3;
-- next transaction
INSERT INTO app.orders VALUES (200, 1, 's', 'x', 'a', '{}'), (201, 1, 's', 'x', 'a', '{}');
UPDATE app.orders SET amount = -1 WHERE id = 200;
UPDATE app.orders SET id = 5000 WHERE id = 5;

INSERT INTO app.orders SELECT 'secret', n, 'name ' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 6) AS n;
INSERT INTO app.orders VALUES ('s', 7, 'left out', 'b'), ('s', 8, NULL, NULL);
INSERT INTO app.lines VALUES (1, 'a'), (1, 'a'), (2, 'b');
-- next transaction
UPDATE app.orders SET name = 'changed' WHERE id = 1;
UPDATE app.orders SET id = 20 WHERE id = 2;
UPDATE app.orders SET id = 30, body = 'short' WHERE id = 3;
UPDATE app.orders SET body = NULL WHERE id = 4;
UPDATE app.orders SET secret = 'other' WHERE id = 5;
DELETE FROM app.orders WHERE id = 6;
UPDATE app.lines SET b = 'c' WHERE a = 2;
DELETE FROM app.lines WHERE ctid = (SELECT min(ctid) FROM app.lines);

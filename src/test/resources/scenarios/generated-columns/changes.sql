INSERT INTO app.both (id, a, b) VALUES (1, 1, (SELECT string_agg(md5('x' || n), '') FROM generate_series(1, 300) AS n)), (2, 2, 'b');
INSERT INTO app.source_only (id, a, b) VALUES (1, 1, 'a'), (2, 2, 'b');
INSERT INTO app.target_only VALUES (1, 1, 2, 'a'), (2, 2, 4, 'b');
INSERT INTO app.keyless (a, b) VALUES (1, 'a'), (2, 'b');
INSERT INTO app.in_key (a, b) VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT INTO app.computed (id, a) VALUES (1, 1), (2, 2);
-- next transaction
UPDATE app.both SET a = a + 10;
UPDATE app.both SET id = 5 WHERE id = 2;
UPDATE app.source_only SET a = a + 10 WHERE id = 1;
DELETE FROM app.source_only WHERE id = 2;
UPDATE app.target_only SET a = 5, twice = 10 WHERE id = 1;
UPDATE app.keyless SET a = 9 WHERE a = 1;
UPDATE app.in_key SET b = 'x' WHERE a = 1;
UPDATE app.in_key SET a = 20 WHERE a = 2;
DELETE FROM app.in_key WHERE a = 3;
UPDATE app.computed SET a = 20 WHERE id = 2;

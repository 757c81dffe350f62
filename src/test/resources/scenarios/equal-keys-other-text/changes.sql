INSERT INTO app.amounts VALUES (1.0, 'a', 'short'), (2.0, 'b', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), (3.0, 'c', 'short'), (4.0, 'd', 'short');
INSERT INTO app.names VALUES ('a', 'a', 'short'), ('b', 'b', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), ('c', 'c', 'short'), ('d', 'd', 'short');
INSERT INTO app.floats VALUES (0, 'a', 'a', 'short'), (0, 'b', 'b', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), (1e10, 'c', 'c', 'short');
-- next transaction
UPDATE app.amounts SET id = 1.000 WHERE id = 1;
UPDATE app.names SET id = 'A' WHERE id = 'a';
UPDATE app.floats SET id = '-0' WHERE part = 'a';
-- next transaction
-- Partial rows, with and without a change of their own.
UPDATE app.amounts SET id = 2.000 WHERE id = 2;
UPDATE app.amounts SET a = 'changed' WHERE id = 2;
UPDATE app.names SET id = 'B', a = 'changed' WHERE id = 'b';
UPDATE app.floats SET id = '-0', part = 'B' WHERE part = 'b';
-- next transaction
-- There and back; deleted under the one, inserted under the other.
UPDATE app.amounts SET id = 3.000 WHERE id = 3;
UPDATE app.amounts SET id = 3.0, a = 'back' WHERE id = 3;
UPDATE app.names SET id = 'C' WHERE id = 'c';
UPDATE app.names SET id = 'c', a = 'back' WHERE id = 'c';
DELETE FROM app.amounts WHERE id = 4;
INSERT INTO app.amounts VALUES (4.00, 'new', NULL);
UPDATE app.amounts SET id = 4.0000 WHERE id = 4;
DELETE FROM app.names WHERE id = 'd';
INSERT INTO app.names VALUES ('D', 'new', NULL);
UPDATE app.floats SET part = 'C' WHERE part = 'c';

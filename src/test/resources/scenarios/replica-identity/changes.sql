INSERT INTO app.whole VALUES (1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, NULL, 'b'), (3, 'c', NULL);
INSERT INTO app.other_index VALUES (1, 'x', 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 'y', 'b', 'b'), (3, 'z', 'c', 'c'), (4, 'u', 'd', 'd');
INSERT INTO app.no_primary_key VALUES ('a', 1, 'x', 1), ('b', 2, 'y', 1), ('c', 3, 'z', 1), ('d', 4, 'u', 1);
-- next transaction
UPDATE app.whole SET a = 'changed' WHERE id < 3;
UPDATE app.whole SET id = 9 WHERE id = 1;
DELETE FROM app.whole WHERE id = 3;
-- The primary key, the identity, both, neither.
UPDATE app.other_index SET id = 10 WHERE id = 1;
UPDATE app.other_index SET code = 'yy' WHERE id = 2;
UPDATE app.other_index SET id = 30, code = 'zz' WHERE id = 3;
UPDATE app.other_index SET a = 'n' WHERE id = 10;
DELETE FROM app.other_index WHERE id = 4;
UPDATE app.no_primary_key SET n = 10 WHERE n = 1;
UPDATE app.no_primary_key SET m = 2 WHERE n = 2;
UPDATE app.no_primary_key SET m = 3, n = 30, code = 'zz' WHERE n = 3;
DELETE FROM app.no_primary_key WHERE n = 4;
-- next transaction
-- Two rows exchange the identity.
UPDATE app.other_index SET code = 'tmp' WHERE id = 10;
UPDATE app.other_index SET code = 'x' WHERE id = 2;
UPDATE app.other_index SET code = 'yy' WHERE id = 10;

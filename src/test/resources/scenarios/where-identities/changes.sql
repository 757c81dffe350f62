INSERT INTO app.by_default VALUES (1, 1, 'A', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 2, 'B', 'short'), (3, 0, 'C', 'short'), (4, 1, 'D', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (5, 0, 'E', 'keep' || (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (6, 5, (SELECT string_agg('Long ' || n, '') FROM generate_series(1, 3000) AS n), 'b');
INSERT INTO app.by_index VALUES (1, 'one', 1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 'two', 0, 'b', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (3, 'three', 3, 'c', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n));
INSERT INTO app.in_full VALUES (1, 1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 0, 'b', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || 'x'), (3, 0, 'c', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (4, 4, 'd', 'hidden');
INSERT INTO app.by_nothing VALUES (1, 1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 0, 'b', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (3, 1, 'c', 'hidden'), (4, NULL, 'd', 'd');
-- next transaction
-- Rows leave, stay and come, with big values left alone where they are known.
UPDATE app.by_default SET n = -1 WHERE id = 1;
UPDATE app.by_default SET name = 'Changed' WHERE id IN (4, 5);
UPDATE app.by_default SET n = 7 WHERE id = 3;
UPDATE app.by_default SET id = 20 WHERE id = 2;
UPDATE app.by_default SET n = 6 WHERE id = 6;
UPDATE app.by_index SET n = 0 WHERE id = 1;
UPDATE app.by_index SET n = 1 WHERE id = 2;
UPDATE app.by_index SET code = 'drei', n = 4 WHERE id = 3;
UPDATE app.in_full SET n = 0 WHERE id = 1;
UPDATE app.in_full SET n = 1, name = 'bb' WHERE id = 2;
UPDATE app.in_full SET id = 30, n = 5 WHERE id = 3;
UPDATE app.in_full SET name = 'still hidden' WHERE id = 4;
-- next transaction
UPDATE app.in_full SET n = 1 WHERE id = 1;
UPDATE app.in_full SET body = 'seen' WHERE id = 4;
UPDATE app.in_full SET n = 2 WHERE id = 2;
UPDATE app.by_default SET body = 'gone' WHERE id = 5;
DELETE FROM app.by_default WHERE id = 20;
DELETE FROM app.in_full WHERE id = 30;

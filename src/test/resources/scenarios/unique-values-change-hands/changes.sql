INSERT INTO app.users VALUES (1, 'a', 'x', 'short'), (2, 'b', 'x', 'short'), (3, 'c', 'x', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (4, 'd', 'x', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), (5, 'e', 'x', 'short');
-- next transaction
-- Whole rows.
UPDATE app.users SET name = '-' WHERE id = 1;
UPDATE app.users SET name = 'a' WHERE id = 2;
UPDATE app.users SET name = 'b' WHERE id = 1;
-- next transaction
-- Partial rows.
UPDATE app.users SET name = '-' WHERE id = 3;
UPDATE app.users SET name = 'c' WHERE id = 4;
UPDATE app.users SET name = 'd' WHERE id = 3;
-- next transaction
-- A whole and a partial row, both ways round.
UPDATE app.users SET name = '-' WHERE id = 3;
UPDATE app.users SET name = 'd' WHERE id = 1;
UPDATE app.users SET name = 'b' WHERE id = 3;
-- next transaction
-- From a deleted row to a partial one, from a partial one to a new one, and under a changed key.
DELETE FROM app.users WHERE id = 2;
UPDATE app.users SET name = 'a' WHERE id = 4;
INSERT INTO app.users VALUES (6, 'c', 'x', (SELECT string_agg(md5('c' || n), '') FROM generate_series(1, 300) AS n));
UPDATE app.users SET name = '-', id = 7 WHERE id = 3;
UPDATE app.users SET name = 'b' WHERE id = 5;
UPDATE app.users SET name = 'e' WHERE id = 7;

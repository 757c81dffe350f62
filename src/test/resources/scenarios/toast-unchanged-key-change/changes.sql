INSERT INTO app.notes SELECT n, 't' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n, to_jsonb((SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n) || n) FROM generate_series(1, 12) AS n;
-- next transaction
UPDATE app.notes SET id = 100 WHERE id = 1;
-- next transaction
-- Two rows exchange their keys.
UPDATE app.notes SET id = -2 WHERE id = 2;
UPDATE app.notes SET id = 2 WHERE id = 3;
UPDATE app.notes SET id = 3, title = 'was 2' WHERE id = -2;
-- next transaction
-- There and back; twice; onto a deleted key; a new row and an updated one take the place.
UPDATE app.notes SET id = 40 WHERE id = 4;
UPDATE app.notes SET id = 4, title = 'back' WHERE id = 40;
UPDATE app.notes SET id = 50 WHERE id = 5;
UPDATE app.notes SET id = 51, body = 'short' WHERE id = 50;
DELETE FROM app.notes WHERE id = 6;
UPDATE app.notes SET id = 6 WHERE id = 7;
INSERT INTO app.notes VALUES (7, 'new', (SELECT string_agg(md5('c' || n), '') FROM generate_series(1, 300) AS n), NULL);
UPDATE app.notes SET title = 'new and changed' WHERE id = 7;
UPDATE app.notes SET id = 80 WHERE id = 8;
DELETE FROM app.notes WHERE id = 80;
-- A whole row and partial ones.
UPDATE app.notes SET body = 'x', data = '1' WHERE id = 9;
UPDATE app.notes SET id = id + 1 WHERE id = 12;
UPDATE app.notes SET id = id + 1 WHERE id = 11;
UPDATE app.notes SET id = id + 1 WHERE id = 10;
INSERT INTO app.notes VALUES (10, 'new', 'short', NULL);

INSERT INTO app.items SELECT n, 'row ' || n FROM generate_series(1, 9) AS n;
-- next transaction
UPDATE app.items SET id = 100 WHERE id = 1;
-- next transaction
-- There and back.
UPDATE app.items SET id = 200 WHERE id = 2;
UPDATE app.items SET id = 2, name = 'back' WHERE id = 200;
-- Onto a key that was just deleted, and a new row on the key that was left.
DELETE FROM app.items WHERE id = 3;
UPDATE app.items SET id = 3 WHERE id = 4;
INSERT INTO app.items VALUES (4, 'new');
-- Twice, then deleted.
UPDATE app.items SET id = 50 WHERE id = 5;
UPDATE app.items SET id = 51 WHERE id = 50;
DELETE FROM app.items WHERE id = 51;
-- All of those that are left move by one.
UPDATE app.items SET id = id + 1000 WHERE id BETWEEN 6 AND 9;
UPDATE app.items SET id = id - 999 WHERE id > 1000;

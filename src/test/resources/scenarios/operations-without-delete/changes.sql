INSERT INTO app.items SELECT n, 'row ' || n FROM generate_series(1, 6) AS n;
-- next transaction
DELETE FROM app.items WHERE id IN (1, 2);
UPDATE app.items SET name = 'changed' WHERE id = 3;
-- next transaction
-- A deleted row comes again, a new one goes again, and one takes the place of a deleted one.
INSERT INTO app.items VALUES (2, 'again'), (7, 'new');
DELETE FROM app.items WHERE id = 7;
DELETE FROM app.items WHERE id = 4;
UPDATE app.items SET id = 4 WHERE id = 5;

INSERT INTO app.items SELECT n, 'row ' || n FROM generate_series(1, 4) AS n;
INSERT INTO app.mapped SELECT n, 'row ' || n FROM generate_series(1, 4) AS n;
-- next transaction
UPDATE app.items SET name = 'changed' WHERE id = 2;
UPDATE app.items SET id = 5 WHERE id = 3;
DELETE FROM app.items WHERE id = 4;
UPDATE app.mapped SET name = 'changed' WHERE id = 1;
-- next transaction
INSERT INTO app.items VALUES (4, 'again');
DELETE FROM app.mapped WHERE id = 2;

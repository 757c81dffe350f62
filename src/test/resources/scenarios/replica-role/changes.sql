INSERT INTO app.parents VALUES (1, 'a'), (2, 'b'), (3, 'c');
INSERT INTO app.children SELECT n, n % 3 + 1 FROM generate_series(1, 30) AS n;
-- next transaction
UPDATE app.parents SET name = 'changed' WHERE id = 1;
DELETE FROM app.children WHERE parent = 2;
DELETE FROM app.parents WHERE id = 2;

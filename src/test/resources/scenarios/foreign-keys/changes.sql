INSERT INTO app.parents VALUES (1, 'a'), (2, 'b');
INSERT INTO app.children SELECT n, n % 2 + 1 FROM generate_series(1, 2000) AS n;
INSERT INTO app.stores VALUES (1, 1);
INSERT INTO app.staff VALUES (1, 1), (2, 1);
INSERT INTO app.tree VALUES (2, 1), (1, NULL), (3, 2);
-- next transaction
UPDATE app.parents SET name = 'changed' WHERE id = 1;
DELETE FROM app.children WHERE parent = 2;
DELETE FROM app.parents WHERE id = 2;
UPDATE app.staff SET store = 2 WHERE id = 1;
INSERT INTO app.stores VALUES (2, 2);
UPDATE app.tree SET up = 3 WHERE id = 1;

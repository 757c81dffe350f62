UPDATE app.items SET name = 'changed', body = 'short' WHERE id = 1;
UPDATE app.items SET id = 20, body = 'short' WHERE id = 2;
-- next transaction
UPDATE app.items SET id = -3, body = 'three' WHERE id = 3;
UPDATE app.items SET id = 3, body = 'four' WHERE id = 4;
UPDATE app.items SET id = 4 WHERE id = -3;
-- next transaction
UPDATE app.items SET id = 50, name = 'x' WHERE id = 5;
UPDATE app.items SET id = 51, body = 'y' WHERE id = 50;
INSERT INTO app.items VALUES (5, 'new', 'new');
UPDATE app.items SET id = 60, body = '' WHERE id = 6;
DELETE FROM app.items WHERE id = 60;
INSERT INTO app.items VALUES (70, 'new', 'new');
UPDATE app.items SET id = 71 WHERE id = 70;
UPDATE app.items SET body = NULL WHERE id = 8;
DELETE FROM app.items WHERE id = 7;

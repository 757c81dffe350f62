INSERT INTO app.items VALUES (1, 'stays'), (2, 'goes');
-- next transaction
INSERT INTO app.items VALUES (3, 'new');
UPDATE app.items SET name = 'changed' WHERE id = 3;
DELETE FROM app.items WHERE id = 3;
UPDATE app.items SET name = 'other' WHERE id = 1;
UPDATE app.items SET name = 'stays' WHERE id = 1;
DELETE FROM app.items WHERE id = 2;
INSERT INTO app.items VALUES (2, 'for a moment');
DELETE FROM app.items WHERE id = 2;
-- next transaction
INSERT INTO app.items VALUES (4, 'moves');
UPDATE app.items SET id = 5 WHERE id = 4;
DELETE FROM app.items WHERE id = 5;
INSERT INTO app.items VALUES (4, 'stays too');

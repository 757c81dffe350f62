INSERT INTO app.items VALUES (1, 'a'), (2, 'b'), (3, 'c');
-- next transaction
UPDATE app.items SET """name""" = 'changed' WHERE id = 1;
UPDATE app.items SET id = 20 WHERE id = 2;
DELETE FROM app.items WHERE id = 3;

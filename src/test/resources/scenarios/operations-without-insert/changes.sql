INSERT INTO app.items VALUES (9, 'new', 'short');
UPDATE app.items SET name = 'changed' WHERE id IN (1, 5, 9);
UPDATE app.items SET name = 'whole', body = 'short' WHERE id IN (3, 8);
UPDATE app.items SET id = id + 10 WHERE id IN (2, 6, 9);
DELETE FROM app.items WHERE id IN (4, 7);
UPDATE app.filtered SET name = 'changed' WHERE id IN (1, 4);
UPDATE app.filtered SET id = id + 10 WHERE id IN (2, 5);
UPDATE app.filtered SET name = 'no' WHERE id IN (3, 6);

-- The target lacks these rows.
UPDATE app.notes SET title = 'changed' WHERE id = 1;
UPDATE app.notes SET id = 22 WHERE id = 2;
UPDATE app.notes SET title = 'changed' WHERE id = 3;

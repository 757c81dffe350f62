INSERT INTO app.items VALUES (1, 'a'), (2, 'b');
INSERT INTO app.others VALUES (1, 'a'), (2, 'b');
UPDATE app.items SET name = 'changed';
UPDATE app.others SET name = 'changed';
DELETE FROM app.items WHERE id = 1;
DELETE FROM app.others WHERE id = 1;

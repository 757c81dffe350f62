INSERT INTO app.eu VALUES (1, 'a'), (2, 'b');
INSERT INTO app.us VALUES (1, 'a'), (2, 'b'), (3, 'c');
-- next transaction
DELETE FROM app.us WHERE id = 1;
UPDATE app.eu SET note = 'changed' WHERE id = 1;
-- next transaction
TRUNCATE app.eu;
INSERT INTO app.eu VALUES (3, 'new');

INSERT INTO app.items VALUES (1, 'a'), (2, 'b');
SAVEPOINT one;
UPDATE app.items SET name = 'never';
INSERT INTO app.other VALUES (1, 'never');
SAVEPOINT two;
DELETE FROM app.items;
ROLLBACK TO SAVEPOINT one;
INSERT INTO app.items VALUES (3, 'c');
SAVEPOINT three;
INSERT INTO app.other VALUES (2, 'stays');
RELEASE SAVEPOINT three;
-- next transaction
SAVEPOINT one;
UPDATE app.items SET id = id + 10;
ROLLBACK TO SAVEPOINT one;
UPDATE app.items SET id = id + 20 WHERE id = 3;
DO $$
BEGIN
    INSERT INTO app.items VALUES (50, 'never'), (1, 'duplicate');
EXCEPTION WHEN unique_violation THEN
    INSERT INTO app.items VALUES (60, 'instead');
END $$;

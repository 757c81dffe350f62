INSERT INTO app.direct VALUES (1, 'a'), (2, 'b'), (4, 'd');
INSERT INTO app.staged VALUES (1, 'a'), (2, 'b'), (4, 'd'), (8, 'no');
INSERT INTO app.two_keys VALUES (1, 'x', 'a'), (1, 'y', 'b');
-- next transaction
-- A changed key meets a row of the target's.
UPDATE app.direct SET id = 5 WHERE id = 4;
UPDATE app.direct SET id = 3 WHERE id = 2;
UPDATE app.staged SET id = 3 WHERE id = 4;
-- Rows that the target lacks: an update brings them, a delete does nothing.
UPDATE app.missing SET name = 'changed' WHERE id = 1;
UPDATE app.missing SET id = 20 WHERE id = 2;
DELETE FROM app.missing WHERE id = 3;
UPDATE app.whole SET name = 'changed' WHERE n = 1;
DELETE FROM app.whole WHERE n = 2;

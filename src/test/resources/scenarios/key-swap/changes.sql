INSERT INTO app.seats VALUES (1, 'a'), (2, 'b'), (3, 'c');
-- next transaction
UPDATE app.seats SET id = -1 WHERE id = 1;
UPDATE app.seats SET id = 1 WHERE id = 2;
UPDATE app.seats SET id = 2 WHERE id = -1;

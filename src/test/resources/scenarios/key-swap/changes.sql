INSERT INTO app.seats VALUES (1, 'a'), (2, 'b'), (3, 'c');
-- next transaction
UPDATE app.seats SET id = -1 WHERE id = 1;
UPDATE app.seats SET id = 1 WHERE id = 2;
UPDATE app.seats SET id = 2 WHERE id = -1;
-- next transaction
UPDATE app.seats SET id = -id;
UPDATE app.seats SET id = CASE id WHEN -1 THEN 2 WHEN -2 THEN 3 ELSE 1 END;

INSERT INTO app.h VALUES (1, 1), (2, 2), (3, 3);
-- next transaction
UPDATE app.h SET i = 4 WHERE i = 1;
UPDATE app.h SET n = 4 WHERE i = 2;
DELETE FROM app.h WHERE i = 3;

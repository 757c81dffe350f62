INSERT INTO app."""items""" VALUES (1), (2), (3);
-- next transaction
UPDATE app."""items""" SET id = 20 WHERE id = 2;
DELETE FROM app."""items""" WHERE id = 3;

INSERT INTO app.items VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3);
-- next transaction
DELETE FROM app.items WHERE id = 1;
INSERT INTO app.items VALUES (1, 'again', NULL);
DELETE FROM app.items WHERE id = 2;
INSERT INTO app.items VALUES (2, 'once', 1);
DELETE FROM app.items WHERE id = 2;
INSERT INTO app.items VALUES (2, 'twice', 2);
-- next transaction
DELETE FROM app.items WHERE id = 3;
-- next transaction
INSERT INTO app.items VALUES (3, 'back', 3);

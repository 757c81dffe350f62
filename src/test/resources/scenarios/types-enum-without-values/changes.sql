INSERT INTO app.items VALUES (1, 'very happy', NULL, '{"very happy",NULL}'), (2, NULL, NULL, '{}'), (3, 'very happy', NULL, NULL);
-- next transaction
UPDATE app.items SET feeling = NULL WHERE id = 1;
UPDATE app.items SET feeling = 'very happy' WHERE id = 2;
DELETE FROM app.items WHERE id = 3;

INSERT INTO app.log VALUES ('a', 1), ('a', 1), (NULL, NULL), ('b', 2);
-- next transaction
INSERT INTO app.log VALUES ('a', 1), (NULL, NULL);

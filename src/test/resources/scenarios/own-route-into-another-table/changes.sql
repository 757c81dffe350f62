INSERT INTO app.items VALUES (1, 'a'), (2, 'b');
INSERT INTO app.notes VALUES (1, 'first');
-- next transaction
INSERT INTO app.items VALUES (3, NULL);
INSERT INTO app.notes VALUES (2, 'second');

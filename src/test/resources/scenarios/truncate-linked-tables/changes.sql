INSERT INTO app.a VALUES (1), (2);
INSERT INTO app.b VALUES (1, 1), (2, 2);
INSERT INTO app.c VALUES (1, 1), (2, 2);
INSERT INTO app.eu VALUES (1), (2);
-- next transaction
TRUNCATE app.a, app.b, app.c, app.eu;
INSERT INTO app.a VALUES (3);
INSERT INTO app.b VALUES (3, 3);
INSERT INTO app.eu VALUES (3);
-- next transaction
INSERT INTO app.c VALUES (3, 3);
TRUNCATE app.a CASCADE;
INSERT INTO app.a VALUES (4);

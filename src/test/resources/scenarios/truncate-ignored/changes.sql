INSERT INTO app.a VALUES (1, 'a'), (2, 'b');
-- next transaction
TRUNCATE app.a;
INSERT INTO app.a VALUES (2, 'new'), (3, 'c');

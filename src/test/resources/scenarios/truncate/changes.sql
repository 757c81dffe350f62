INSERT INTO app.a VALUES (1, 'a'), (2, 'b');
INSERT INTO app.b VALUES (1, 'a'), (2, 'b');
INSERT INTO app.kept VALUES (1, 'a'), (2, 'b');
INSERT INTO app.parts VALUES (1, 'a'), (20, 'b');
-- next transaction
-- In the middle of changes.
INSERT INTO app.a VALUES (3, 'c');
UPDATE app.a SET name = 'x' WHERE id = 1;
TRUNCATE app.a;
INSERT INTO app.a VALUES (1, 'new'), (4, 'd');
UPDATE app.a SET name = 'newer' WHERE id = 1;
-- next transaction
INSERT INTO app.b VALUES (3, 'c');
INSERT INTO app.a VALUES (5, 'e');
TRUNCATE app.a, app.b, app.kept, app.unnamed;
INSERT INTO app.b VALUES (1, 'new');
TRUNCATE app.parts;
INSERT INTO app.parts VALUES (2, 'new');
-- next transaction
INSERT INTO app.a VALUES (1, 'last');
INSERT INTO app.kept VALUES (3, 'c');
TRUNCATE app.b RESTART IDENTITY CASCADE;
INSERT INTO app.b VALUES (7, 'last'), (-7, 'no');
SAVEPOINT before;
TRUNCATE app.a;
ROLLBACK TO SAVEPOINT before;

INSERT INTO app.by_statement VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four');
INSERT INTO app.by_commit VALUES (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four');
-- next transaction
UPDATE app.by_statement SET a = 3 - a WHERE a < 3;
UPDATE app.by_commit SET a = 4 WHERE a = 3;
UPDATE app.by_commit SET a = 3 WHERE name = 'four';
-- next transaction
UPDATE app.by_statement SET a = a + 1;
INSERT INTO app.by_commit VALUES (1, 'another');
DELETE FROM app.by_commit WHERE name = 'one';

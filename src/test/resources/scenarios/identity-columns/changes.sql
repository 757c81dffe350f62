INSERT INTO app.direct (a, b) VALUES ('a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), ('b', 'b'), ('c', 'c');
INSERT INTO app.staged (a) VALUES ('a'), ('no'), ('c');
INSERT INTO app.number VALUES (1, 77, (SELECT string_agg(md5('n' || n), '') FROM generate_series(1, 300) AS n)), (2, 88, 'b');
INSERT INTO app.own VALUES (1, 'a'), (2, 'b');
-- next transaction
UPDATE app.direct SET a = 'x';
UPDATE app.direct SET id = DEFAULT WHERE id = 1;
DELETE FROM app.direct WHERE id = 2;
UPDATE app.staged SET a = 'y' WHERE id = 2;
UPDATE app.staged SET a = 'no' WHERE id = 3;
UPDATE app.staged SET id = 10 WHERE id = 1;
UPDATE app.number SET number = number + 1;
UPDATE app.own SET a = 'x' WHERE id = 1;
UPDATE app.own SET id = 3 WHERE id = 2;

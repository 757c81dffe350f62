INSERT INTO app.notes SELECT n, 't' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 35) AS n;
INSERT INTO app.log SELECT n % 7 FROM generate_series(1, 35) AS n;
UPDATE app.notes SET title = 'u' || id WHERE id <= 25;
UPDATE app.notes SET id = id + 1000 WHERE id BETWEEN 5 AND 20;
UPDATE app.log SET line = 'x' WHERE line = '3';
DELETE FROM app.notes WHERE id IN (1, 1006, 30);
INSERT INTO app.notes VALUES (1, 'again', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), (5, 'new', 'short');
UPDATE app.notes SET title = title || '-' || (id % 2), body = CASE WHEN id % 3 = 0 THEN 'short' ELSE body END;
DELETE FROM app.log WHERE line = '5';
UPDATE app.notes SET id = id - 500 WHERE id > 1000;
UPDATE app.notes SET title = '-' WHERE id = 2;
UPDATE app.notes SET title = 'u2-0' WHERE id = 3;
UPDATE app.notes SET title = 'u3-1' WHERE id = 2;
-- next transaction
UPDATE app.notes SET id = -id;
UPDATE app.notes SET id = 2 - id;

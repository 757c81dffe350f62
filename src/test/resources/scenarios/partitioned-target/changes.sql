INSERT INTO app.events SELECT n, DATE '2023-03-01' + n, 'n', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 8) AS n;
-- next transaction
-- To another partition, of either level, while a big value is left alone.
UPDATE app.events SET day = day + 366 WHERE id IN (1, 2);
UPDATE app.events SET region = 's' WHERE id IN (3, 4);
UPDATE app.events SET day = day + 1 WHERE id = 5;
-- next transaction
UPDATE app.events SET day = day - 366 WHERE id = 1;
UPDATE app.events SET id = 100, region = 's' WHERE id = 6;
UPDATE app.events SET body = 'short', region = 'n' WHERE id = 3;
DELETE FROM app.events WHERE id = 2;

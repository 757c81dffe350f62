INSERT INTO app.events SELECT n, CASE WHEN n % 2 = 0 THEN DATE '2023-05-01' ELSE '2024-05-01' END, 'k' FROM generate_series(1, 8) AS n;
INSERT INTO app.regions VALUES (1, 'n'), (2, 's'), (3, 's'), (4, 'w');
INSERT INTO app.days SELECT n, DATE '2023-12-28' + n FROM generate_series(1, 8) AS n;
-- next transaction
UPDATE app.events SET kind = 'other' WHERE id IN (1, 2);
-- Rows move between partitions.
UPDATE app.events SET day = day + 366, kind = 'moved' WHERE id = 4;
UPDATE app.events SET day = day - 366 WHERE id IN (3, 5);
DELETE FROM app.events WHERE id = 6;
UPDATE app.regions SET region = 's' WHERE region = 'n';
UPDATE app.regions SET region = 'n' WHERE id = 2;
UPDATE app.regions SET id = id + 100 WHERE region = 'w';
-- Into the part that is captured, within it, and out of it.
UPDATE app.days SET day = day + 10 WHERE id IN (1, 5);
UPDATE app.days SET id = 20 WHERE id = 2;
UPDATE app.days SET day = '2022-01-01' WHERE id = 6;
DELETE FROM app.days_2024_rest WHERE id = 7;
-- next transaction
INSERT INTO app.events_2024 (id, day, kind) VALUES (9, '2024-06-01', 'straight into the partition');
DELETE FROM app.events_2023;

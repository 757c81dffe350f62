INSERT INTO eu.orders SELECT n, 'eu ' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 6) AS n;
INSERT INTO us.orders SELECT n, 'us ' || n, NULL FROM generate_series(1, 6) AS n;
INSERT INTO cn.orders SELECT n * 30, 'cn ' || n, NULL FROM generate_series(1, 6) AS n;
INSERT INTO cn.orders VALUES (1, 'one', NULL);
INSERT INTO eu.lines VALUES (1, 'same'), (1, 'same'), (2, 'eu');
INSERT INTO us.lines VALUES (1, 'same'), (1, 'same'), (2, 'us');
-- next transaction
UPDATE eu.orders SET note = 'changed' WHERE id = 1;
UPDATE us.orders SET note = 'changed' WHERE id = 2;
UPDATE cn.orders SET id = 6 WHERE id = 180;
DELETE FROM eu.orders WHERE id = 3;
DELETE FROM us.orders WHERE id = 4;
DELETE FROM cn.orders WHERE id = 30;
-- Keys change hands, within a source and against those of another.
UPDATE eu.orders SET id = 60 WHERE id = 6;
UPDATE eu.orders SET id = 6 WHERE id = 5;
UPDATE us.orders SET id = 50 WHERE id = 5;
INSERT INTO us.orders VALUES (5, 'again', NULL);
DELETE FROM eu.lines WHERE a = 1;
UPDATE us.lines SET b = 'changed' WHERE ctid = (SELECT min(ctid) FROM us.lines);
-- next transaction
UPDATE eu.orders SET note = 'and again' WHERE id = 60;
UPDATE cn.orders SET note = 'cn';

INSERT INTO app.orders SELECT n, 'new', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 5) AS n;
INSERT INTO app.staged SELECT n, 'new', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 5) AS n;
-- next transaction
UPDATE app.orders SET status = 'paid' WHERE id IN (1, 2);
UPDATE app.orders SET body = 'short' WHERE id = 2;
DELETE FROM app.orders WHERE id = 3;
UPDATE app.orders SET id = 40 WHERE id = 4;
UPDATE app.staged SET status = 'paid' WHERE id IN (1, 2);
UPDATE app.staged SET body = 'short' WHERE id = 2;
DELETE FROM app.staged WHERE id = 3;
UPDATE app.staged SET id = 40 WHERE id = 4;

INSERT INTO app.orders VALUES ((SELECT string_agg(md5('s' || n), '') FROM generate_series(1, 300) AS n), 1, 10, 'new', 1.5, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n), 1), ('s', 2, 20, NULL, NULL, 'short', NULL), ('s', 3, 30, 'x', 3, (SELECT string_agg(md5('c' || n), '') FROM generate_series(1, 300) AS n), 3);
INSERT INTO app.computed VALUES (1, 'a', 'b', 1.25, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, NULL, 'b', 2, NULL), (3, 'c', 'd', 3, (SELECT string_agg(md5('c' || n), '') FROM generate_series(1, 300) AS n));
INSERT INTO app.key_last VALUES ('a', 'b', 1, 2), ('a', 'b', 2, 1), ('a', 'b', 3, 3);
-- next transaction
UPDATE app.orders SET status = 'paid' WHERE id = 1;
UPDATE app.orders SET secret = 'left out' WHERE id = 1;
UPDATE app.orders SET amount = 2.50 WHERE id = 2;
UPDATE app.orders SET id = 4 WHERE id = 3;
UPDATE app.computed SET last = 'z' WHERE id < 3;
UPDATE app.computed SET id = 33 WHERE id = 3;
UPDATE app.key_last SET b = 'c' WHERE id1 = 1;
DELETE FROM app.key_last WHERE id1 = 2;
UPDATE app.key_last SET id1 = 4 WHERE id1 = 3;

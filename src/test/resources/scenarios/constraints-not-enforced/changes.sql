INSERT INTO app.orders SELECT n, n, n - 2 FROM generate_series(1, 5) AS n;
INSERT INTO app.customers SELECT n, 'customer ' || n FROM generate_series(1, 4) AS n;
-- next transaction
UPDATE app.customers SET name = 'another' WHERE id = 1;
UPDATE app.customers SET id = 20 WHERE id = 2;
DELETE FROM app.customers WHERE id = 3;
UPDATE app.orders SET amount = -9 WHERE id = 1;

UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
DELETE FROM orders WHERE id = 2;
DROP TABLE orders;
CREATE TABLE orders (id int PRIMARY KEY, amount int, status text);
INSERT INTO orders SELECT n, n, 'again' FROM generate_series(1, 10) AS n;
-- next transaction
INSERT INTO orders VALUES (11, 11, 'again');

CREATE TABLE orders (a int NOT NULL, b int NOT NULL, amount int);
CREATE UNIQUE INDEX orders_a ON orders (a);
CREATE UNIQUE INDEX orders_b ON orders (b);
ALTER TABLE orders REPLICA IDENTITY USING INDEX orders_a;
INSERT INTO orders SELECT n, n, n FROM generate_series(1, 10) AS n;
CREATE TABLE lost (a int NOT NULL, amount int);
CREATE UNIQUE INDEX lost_a ON lost (a);
ALTER TABLE lost REPLICA IDENTITY USING INDEX lost_a;
INSERT INTO lost VALUES (1, 1), (2, 2), (3, 3);

CREATE TABLE orders (id int PRIMARY KEY, code int NOT NULL DEFAULT 0, amount int);
INSERT INTO orders SELECT n, 0, n FROM generate_series(1, 100) AS n;

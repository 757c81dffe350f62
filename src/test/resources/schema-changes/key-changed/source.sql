CREATE TABLE orders (id int PRIMARY KEY, region int NOT NULL DEFAULT 0, amount int);
INSERT INTO orders SELECT n, n % 3, n FROM generate_series(1, 100) AS n;

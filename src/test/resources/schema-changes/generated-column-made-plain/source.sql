CREATE TABLE orders (id int PRIMARY KEY, amount int, twice int GENERATED ALWAYS AS (amount * 2) STORED);
INSERT INTO orders (id, amount) SELECT n, n FROM generate_series(1, 100) AS n;

CREATE TABLE orders (id int PRIMARY KEY, status text, amount int);
INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 100) AS n;

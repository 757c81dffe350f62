CREATE TABLE orders (id int PRIMARY KEY, status text, amount int);
INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 100) AS n;
CREATE TABLE orders_new (id int PRIMARY KEY, amount int, status text);
INSERT INTO orders_new SELECT n, n, 'swapped in' FROM generate_series(1, 10) AS n;

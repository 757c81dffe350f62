CREATE TABLE orders (id int, status text, amount int);
ALTER TABLE orders REPLICA IDENTITY FULL;
INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 100) AS n;

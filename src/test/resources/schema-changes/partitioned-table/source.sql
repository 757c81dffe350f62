CREATE TABLE orders (id int PRIMARY KEY, status text, amount int) PARTITION BY RANGE (id);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (50);
CREATE TABLE orders_2 (amount int, id int NOT NULL, status text);
ALTER TABLE orders ATTACH PARTITION orders_2 FOR VALUES FROM (50) TO (1000);
INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 100) AS n;

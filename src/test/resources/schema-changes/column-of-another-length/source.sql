CREATE TABLE orders (id int PRIMARY KEY, status varchar(5), price numeric(6,2));
INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 100) AS n;

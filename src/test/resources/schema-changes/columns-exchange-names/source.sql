CREATE TABLE orders (id int PRIMARY KEY, first text, second text);
INSERT INTO orders SELECT n, 'first ' || n, 'second ' || n FROM generate_series(1, 10) AS n;

CREATE TABLE orders (id int PRIMARY KEY, sidebar text, description varchar(20));
INSERT INTO orders SELECT n, repeat('sidebar ', 10) || n, 'description ' || n FROM generate_series(1, 100) AS n;

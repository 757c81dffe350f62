CREATE TABLE orders (id int PRIMARY KEY, status text, amount int);
INSERT INTO orders VALUES (1, 'new', 1);

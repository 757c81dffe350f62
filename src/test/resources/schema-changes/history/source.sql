CREATE TABLE orders (id int PRIMARY KEY, status text, amount int);
ALTER TABLE orders REPLICA IDENTITY FULL;
INSERT INTO orders VALUES (1, 'new', 1);

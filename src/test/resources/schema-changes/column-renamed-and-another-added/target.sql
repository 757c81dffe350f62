CREATE TABLE orders_copy (id int PRIMARY KEY, status text, amount int);

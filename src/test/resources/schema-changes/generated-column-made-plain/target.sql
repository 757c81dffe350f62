CREATE TABLE orders_copy (id int PRIMARY KEY, amount int);

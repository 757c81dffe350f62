CREATE TABLE orders_copy (id int PRIMARY KEY, code int, amount int);

CREATE TABLE orders_copy (id int PRIMARY KEY, total int);

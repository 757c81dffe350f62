CREATE TABLE orders_copy (id int PRIMARY KEY, region int, amount int);

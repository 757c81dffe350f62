CREATE TABLE orders_copy (id int PRIMARY KEY, status text, "Order State" text, amount int);

CREATE TABLE orders_copy (id int PRIMARY KEY, status text NOT NULL, "Order State" text, amount int);

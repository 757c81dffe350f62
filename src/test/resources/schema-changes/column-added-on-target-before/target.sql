CREATE TABLE orders_copy (id int PRIMARY KEY, status text, amount int, due date, place point DEFAULT '(0,0)');

CREATE TABLE orders_copy (id int PRIMARY KEY, first text, second text);

CREATE TABLE orders_copy (id int, status text, amount int, note text);

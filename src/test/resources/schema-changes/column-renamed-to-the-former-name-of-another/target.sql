CREATE TABLE orders_copy (id int PRIMARY KEY, sidebar text, description varchar(20));

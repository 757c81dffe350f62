CREATE TABLE orders_copy (id int PRIMARY KEY, status varchar(5), price numeric(6,2));

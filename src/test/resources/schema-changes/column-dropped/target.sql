CREATE TABLE orders_copy (id int PRIMARY KEY, status text, amount int);
CREATE TABLE calculated_copy (id int PRIMARY KEY, status text, amount int, doubled bigint);
CREATE TABLE keyless_copy (id int, status text, amount int);

CREATE SCHEMA ods;
CREATE TABLE ods.orders (id int PRIMARY KEY, status text);

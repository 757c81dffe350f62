CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, amount numeric(10,2));

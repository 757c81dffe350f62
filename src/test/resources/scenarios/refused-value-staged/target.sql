CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, n smallint, name varchar(5));

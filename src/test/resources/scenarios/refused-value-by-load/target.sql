CREATE SCHEMA ods;
CREATE TABLE ods.items (name varchar(5), id bigint PRIMARY KEY);

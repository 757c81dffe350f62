CREATE SCHEMA ods;
CREATE TABLE ods.a (id int PRIMARY KEY, name text);

CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text);
CREATE INDEX by_name ON ods.items (name);

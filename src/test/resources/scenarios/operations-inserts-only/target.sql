CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text);
CREATE TABLE ods.others (id int PRIMARY KEY, name text);

CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text);
CREATE TABLE ods.other (id int PRIMARY KEY, name text);

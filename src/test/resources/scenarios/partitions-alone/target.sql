CREATE SCHEMA ods;
CREATE TABLE ods.leaves_1 (id int, n int);
CREATE TABLE ods.leaves_2 (id int, n int);
CREATE TABLE ods.parts (id int, day date, name text, part text, PRIMARY KEY (part, id, day));

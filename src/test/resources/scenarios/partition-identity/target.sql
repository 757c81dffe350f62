CREATE SCHEMA ods;
CREATE TABLE ods.parts (id int PRIMARY KEY, big text, n int);

CREATE SCHEMA ods;
CREATE TABLE ods.notes (id int PRIMARY KEY, n int, body text);

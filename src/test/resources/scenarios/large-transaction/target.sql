CREATE SCHEMA ods;
CREATE TABLE ods.notes (id int PRIMARY KEY, title text UNIQUE, body text);
CREATE TABLE ods.log (line text);

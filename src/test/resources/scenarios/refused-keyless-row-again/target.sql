CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text);
INSERT INTO ods.items VALUES (1, 'a');

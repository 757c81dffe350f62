CREATE SCHEMA ods;
-- A history has several rows with the same id.
CREATE TABLE ods.items (id int PRIMARY KEY, n int);
INSERT INTO ods.items VALUES (1, 0);

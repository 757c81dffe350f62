CREATE SCHEMA ods;
CREATE TABLE ods."A b" (id int PRIMARY KEY, name text, "Name" text);

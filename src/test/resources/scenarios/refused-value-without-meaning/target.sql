CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, kind regtype);

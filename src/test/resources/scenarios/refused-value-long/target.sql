CREATE SCHEMA ods;
CREATE TABLE ods.items (id text PRIMARY KEY, name varchar(20), own int);

CREATE SCHEMA ods;
CREATE TABLE ods.items (id bigint PRIMARY KEY, name text NOT NULL);

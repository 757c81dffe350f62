CREATE SCHEMA ods;
CREATE TABLE ods.items (name text, id bigint, n smallint, region varchar, PRIMARY KEY (region, id));

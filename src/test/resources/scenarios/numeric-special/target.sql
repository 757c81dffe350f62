CREATE SCHEMA ods;
CREATE TABLE ods.limits (id numeric PRIMARY KEY, upper numeric);

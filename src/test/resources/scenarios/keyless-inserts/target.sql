CREATE SCHEMA ods;
CREATE TABLE ods.log (line text, at int);

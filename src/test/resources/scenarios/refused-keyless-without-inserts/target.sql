CREATE SCHEMA ods;
CREATE TABLE ods.log (line text);

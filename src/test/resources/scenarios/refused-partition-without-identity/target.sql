CREATE SCHEMA ods;
CREATE TABLE ods.h (i int);

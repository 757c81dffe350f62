CREATE SCHEMA ods;
CREATE TABLE ods.by_statement (a int, name text);
CREATE TABLE ods.by_commit (a int, name text);

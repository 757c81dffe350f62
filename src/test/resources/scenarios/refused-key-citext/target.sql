CREATE EXTENSION citext;
CREATE SCHEMA ods;
CREATE TABLE ods.items (code citext PRIMARY KEY, name text);

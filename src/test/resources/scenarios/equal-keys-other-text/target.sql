CREATE EXTENSION IF NOT EXISTS citext;
CREATE SCHEMA ods;
CREATE TABLE ods.amounts (id numeric PRIMARY KEY, a text, body text);
CREATE TABLE ods.names (id citext PRIMARY KEY, a text, body text);
CREATE TABLE ods.floats (id float8, part citext, a text, body text, PRIMARY KEY (id, part));

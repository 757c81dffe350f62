CREATE SCHEMA ods;
CREATE TABLE ods.texts (id int PRIMARY KEY, value text, other text);
CREATE TABLE ods.keys (id text PRIMARY KEY, part text, value text);
CREATE TABLE ods.staged (id text PRIMARY KEY, value text);
CREATE TABLE ods.keyless (value text);

CREATE SCHEMA ods;
CREATE TABLE ods.cities (id int PRIMARY KEY, name text, body text, seen int DEFAULT 7);
CREATE TABLE ods.capitals (id int PRIMARY KEY, state text) INHERITS (ods.cities);
CREATE TABLE ods.places (name text, n int);
CREATE TABLE ods.ports (depth int) INHERITS (ods.places);

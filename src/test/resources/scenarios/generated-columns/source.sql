CREATE SCHEMA app;
CREATE TABLE app.both (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
CREATE TABLE app.source_only (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
CREATE TABLE app.target_only (id int PRIMARY KEY, a int, twice int, b text);
CREATE TABLE app.keyless (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
ALTER TABLE app.both ALTER COLUMN b SET STORAGE EXTERNAL;
ALTER TABLE app.keyless REPLICA IDENTITY FULL;

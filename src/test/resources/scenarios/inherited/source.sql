CREATE SCHEMA app;
CREATE TABLE app.cities (id int PRIMARY KEY, name text, body text);
CREATE TABLE app.capitals (id int PRIMARY KEY, state text) INHERITS (app.cities);
CREATE TABLE app.places (name text, n int);
CREATE TABLE app.ports (depth int) INHERITS (app.places);
ALTER TABLE app.places REPLICA IDENTITY FULL;
ALTER TABLE app.ports REPLICA IDENTITY FULL;
ALTER TABLE app.cities ALTER COLUMN body SET STORAGE EXTERNAL;
-- Not captured: nothing may keep its rows from being changed.
CREATE TABLE app.hamlets (note text) INHERITS (app.cities);

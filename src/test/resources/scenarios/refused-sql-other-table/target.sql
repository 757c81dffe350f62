CREATE SCHEMA app;
CREATE TABLE app.other (id int PRIMARY KEY);
CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text, size int);

CREATE SCHEMA app;
CREATE TABLE app.eu (id int PRIMARY KEY, region varchar(2), note text);
CREATE TABLE app.us (id int PRIMARY KEY, note text);

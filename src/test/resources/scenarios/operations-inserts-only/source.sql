CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text);
CREATE TABLE app.others (id int PRIMARY KEY, name text);

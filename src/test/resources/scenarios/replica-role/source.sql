CREATE SCHEMA app;
CREATE TABLE app.parents (id int PRIMARY KEY, name text);
CREATE TABLE app.children (id int PRIMARY KEY, parent int REFERENCES app.parents);

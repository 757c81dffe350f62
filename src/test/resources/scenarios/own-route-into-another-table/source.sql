CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text);
CREATE TABLE app.notes (id int PRIMARY KEY, body text);

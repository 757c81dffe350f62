CREATE SCHEMA app;
CREATE TABLE app.other (id int PRIMARY KEY);
CREATE TABLE app.items (id int PRIMARY KEY, name text, a text, b text, n int, tags int[]);

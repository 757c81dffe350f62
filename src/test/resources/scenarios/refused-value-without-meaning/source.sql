CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, kind regtype);
CREATE TYPE app.mood AS ENUM ('good');

CREATE SCHEMA app;
CREATE TABLE app."A b" (id int PRIMARY KEY, name text, "Name" text);

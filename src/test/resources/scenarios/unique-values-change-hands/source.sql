CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, name text UNIQUE, email text, body text, UNIQUE (email, name));
ALTER TABLE app.users ALTER COLUMN body SET STORAGE EXTERNAL;

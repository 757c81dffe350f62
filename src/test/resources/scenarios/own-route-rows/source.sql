CREATE SCHEMA app;
CREATE TABLE app.orders (secret text, id int PRIMARY KEY, name text, body text);
ALTER TABLE app.orders ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE app.lines (a int, b text);
ALTER TABLE app.lines REPLICA IDENTITY FULL;

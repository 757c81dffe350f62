CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, status text, body text);
CREATE TABLE app.staged (id int PRIMARY KEY, status text, body text);
ALTER TABLE app.orders ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE app.staged ALTER COLUMN body SET STORAGE EXTERNAL;

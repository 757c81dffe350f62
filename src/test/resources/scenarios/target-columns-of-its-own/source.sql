CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text, body text);
CREATE TABLE app.filtered (id int PRIMARY KEY, name text, amount int);
CREATE TABLE app.late (id int PRIMARY KEY, name text);
ALTER TABLE app.items ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO app.late VALUES (1, 'a'), (2, 'b');

CREATE SCHEMA app;
CREATE TABLE app.lists (id int PRIMARY KEY, numbers int[], texts text[], matrix int[][]);
CREATE TABLE app.array_key (path text[] PRIMARY KEY, a text);
CREATE TABLE app.part_key (n int, path int[], a text, body text, PRIMARY KEY (n, path));
ALTER TABLE app.part_key ALTER COLUMN body SET STORAGE EXTERNAL;

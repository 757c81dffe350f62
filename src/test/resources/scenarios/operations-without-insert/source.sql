CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text, body text);
CREATE TABLE app.filtered (id int PRIMARY KEY, name text);
ALTER TABLE app.items ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO app.items SELECT n, 'row ' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) FROM generate_series(1, 8) AS n;
INSERT INTO app.filtered SELECT n, 'row ' || n FROM generate_series(1, 6) AS n;

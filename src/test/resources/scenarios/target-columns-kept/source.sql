CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text, body text);
ALTER TABLE app.items ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO app.items SELECT n, 'old', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n FROM generate_series(1, 8) AS n;

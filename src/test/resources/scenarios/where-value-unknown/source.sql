CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, n int, body text);
ALTER TABLE app.notes ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO app.notes VALUES (1, 0, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n));

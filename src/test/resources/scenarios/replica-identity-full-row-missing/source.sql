CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, title text, body text);
ALTER TABLE app.notes REPLICA IDENTITY FULL;
ALTER TABLE app.notes ALTER COLUMN body SET STORAGE EXTERNAL;
INSERT INTO app.notes VALUES (1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 'b', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), (3, 'c', 'c');

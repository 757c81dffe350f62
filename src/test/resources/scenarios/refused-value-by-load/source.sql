CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text);
INSERT INTO app.items SELECT n, CASE WHEN n = 12345 THEN 'tab' || E'\t' || n ELSE 'name' END FROM generate_series(1, 20000) AS n;

CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text);
INSERT INTO app.items SELECT n, CASE WHEN n = 777 THEN NULL ELSE 'name' END FROM generate_series(1, 1000) AS n;

CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, status text);
INSERT INTO app.orders SELECT n, 'new' FROM generate_series(1, 10) AS n;

CREATE SCHEMA app;
CREATE TABLE app.items (region text, id int, n int, name text, PRIMARY KEY (region, id));

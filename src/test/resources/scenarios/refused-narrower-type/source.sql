CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, amount numeric(12,4));

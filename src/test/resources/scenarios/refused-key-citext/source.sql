CREATE SCHEMA app;
CREATE TABLE app.items (code text PRIMARY KEY, name text);

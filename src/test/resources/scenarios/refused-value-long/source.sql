CREATE SCHEMA app;
CREATE TABLE app.items (id text PRIMARY KEY, name text);
INSERT INTO app.items VALUES (repeat('key ', 50), 'short'), ('other', 'short');

CREATE SCHEMA app;
CREATE TABLE app.items (id int, name text);
ALTER TABLE app.items REPLICA IDENTITY FULL;
INSERT INTO app.items VALUES (1, 'a');

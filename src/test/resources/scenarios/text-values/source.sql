CREATE SCHEMA app;
CREATE TABLE app.texts (id int PRIMARY KEY, value text, other text);
CREATE TABLE app.keys (id text PRIMARY KEY, part text, value text);
CREATE TABLE app.staged (id text PRIMARY KEY, value text);
CREATE TABLE app.keyless (value text);
ALTER TABLE app.keyless REPLICA IDENTITY FULL;

CREATE SCHEMA app;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TABLE app.words (word text, n numeric);
CREATE TABLE app.padded (word text, n int);
ALTER TABLE app.words REPLICA IDENTITY FULL;
ALTER TABLE app.padded REPLICA IDENTITY FULL;

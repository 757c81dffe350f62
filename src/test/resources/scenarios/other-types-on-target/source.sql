CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE app.items (id int PRIMARY KEY, data json, mood app.mood, n smallint, amount numeric(10,2), at date, flag boolean, body text);
CREATE TABLE app.staged (id int PRIMARY KEY, data json, mood app.mood, n smallint, amount text, at date, flag boolean);
CREATE TABLE app.enum_key (mood app.mood PRIMARY KEY, a text);
ALTER TABLE app.items ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE SCHEMA app;
CREATE TABLE app.events (id int PRIMARY KEY, day date, region text, body text);
ALTER TABLE app.events ALTER COLUMN body SET STORAGE EXTERNAL;

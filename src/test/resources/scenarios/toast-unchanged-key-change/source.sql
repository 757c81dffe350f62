CREATE SCHEMA app;
CREATE TABLE app.notes (id int PRIMARY KEY, title text, body text, data jsonb);
ALTER TABLE app.notes ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE app.notes ALTER COLUMN data SET STORAGE EXTERNAL;

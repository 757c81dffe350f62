CREATE EXTENSION IF NOT EXISTS citext;
CREATE SCHEMA app;
CREATE TABLE app.amounts (id numeric PRIMARY KEY, a text, body text);
CREATE TABLE app.names (id citext PRIMARY KEY, a text, body text);
CREATE TABLE app.floats (id float8, part citext, a text, body text, PRIMARY KEY (id, part));
ALTER TABLE app.amounts ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE app.names ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE app.floats ALTER COLUMN body SET STORAGE EXTERNAL;

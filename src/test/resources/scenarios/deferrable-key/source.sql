CREATE SCHEMA app;
-- Checked at the end of a statement, and at COMMIT: within a transaction a key may stand twice.
CREATE TABLE app.by_statement (a int PRIMARY KEY DEFERRABLE, name text);
ALTER TABLE app.by_statement REPLICA IDENTITY FULL;
CREATE TABLE app.by_commit (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, name text);
ALTER TABLE app.by_commit REPLICA IDENTITY FULL;

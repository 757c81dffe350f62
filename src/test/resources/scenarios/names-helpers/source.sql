CREATE SCHEMA app;
-- The names of the job's own helpers and of what an entry can ask for.
CREATE TABLE app.taken (adbpg_sync_key1 int PRIMARY KEY, adbpg_sync_unchanged text, adbpg_sync_kept1 text, adbpg_sync_lsn text, big text);
ALTER TABLE app.taken ALTER COLUMN big SET STORAGE EXTERNAL;

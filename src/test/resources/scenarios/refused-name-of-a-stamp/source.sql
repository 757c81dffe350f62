CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, adbpg_sync_lsn text);

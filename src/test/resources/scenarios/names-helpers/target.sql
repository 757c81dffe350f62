CREATE SCHEMA ods;
CREATE TABLE ods.taken (adbpg_sync_key1 int PRIMARY KEY, adbpg_sync_unchanged text, adbpg_sync_kept1 text, adbpg_sync_lsn text, big text, own text DEFAULT 'own');

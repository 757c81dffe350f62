INSERT INTO app.taken VALUES (1, 'a', 'a', 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 'b', 'b', 'b', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n));
-- next transaction
UPDATE app.taken SET adbpg_sync_unchanged = 'changed', adbpg_sync_lsn = 'changed' WHERE adbpg_sync_key1 = 1;
UPDATE app.taken SET adbpg_sync_key1 = 3 WHERE adbpg_sync_key1 = 2;

CREATE TABLE orders_copy (id int, status text, amount int, adbpg_sync_operation text, adbpg_sync_sequence bigint);

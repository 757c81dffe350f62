VALUES (1, 'load', NULL), (2, 'update', 'x'), (3, 'update', 'x');
SELECT amount, adbpg_sync_operation, note FROM orders_copy ORDER BY amount

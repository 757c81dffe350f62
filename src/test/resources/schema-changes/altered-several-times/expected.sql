SELECT id, status, amount, note, code FROM orders ORDER BY id;
SELECT id, status, amount, note, code FROM orders_copy ORDER BY id

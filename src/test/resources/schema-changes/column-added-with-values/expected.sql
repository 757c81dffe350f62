SELECT id, status, amount, code FROM orders ORDER BY id;
SELECT id, status, amount, code FROM orders_copy ORDER BY id

SELECT id, status, amount, note FROM orders ORDER BY id;
SELECT id, status, amount, note FROM orders_copy ORDER BY id

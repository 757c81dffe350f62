SELECT id, status, amount FROM orders ORDER BY id;
SELECT id, status, amount FROM orders_copy ORDER BY id

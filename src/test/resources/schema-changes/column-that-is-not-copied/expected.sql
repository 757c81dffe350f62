SELECT id, amount FROM orders ORDER BY id;
SELECT id, total FROM orders_copy ORDER BY id

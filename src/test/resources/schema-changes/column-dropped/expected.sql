SELECT id, amount FROM orders ORDER BY id;
SELECT id, amount FROM orders_copy ORDER BY id

SELECT id, status, price FROM orders ORDER BY id;
SELECT id, status, price FROM orders_copy ORDER BY id

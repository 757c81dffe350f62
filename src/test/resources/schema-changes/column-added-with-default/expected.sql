SELECT id, status, amount, due, paid FROM orders ORDER BY id;
SELECT id, status, amount, due, paid FROM orders_copy ORDER BY id

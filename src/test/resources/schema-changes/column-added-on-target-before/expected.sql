SELECT id, status, amount, due, place::text FROM orders ORDER BY id;
SELECT id, status, amount, due, place::text FROM orders_copy ORDER BY id

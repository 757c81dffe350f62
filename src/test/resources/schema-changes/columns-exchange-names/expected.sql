SELECT id, first, second FROM orders ORDER BY id;
SELECT id, first, second FROM orders_copy ORDER BY id

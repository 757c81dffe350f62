SELECT id, description, summary FROM orders ORDER BY id;
SELECT * FROM orders_copy ORDER BY id

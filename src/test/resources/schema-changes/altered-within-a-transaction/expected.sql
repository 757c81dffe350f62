SELECT id, status, amount, note, code, day FROM orders ORDER BY id;
SELECT id, status, amount, note, code, day FROM orders_copy ORDER BY id

SELECT id, upper(status), amount, note FROM orders WHERE amount > 1 ORDER BY id;
SELECT id, status, amount, note FROM orders_copy ORDER BY id

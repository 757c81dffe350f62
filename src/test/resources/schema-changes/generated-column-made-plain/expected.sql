SELECT id, amount, twice FROM orders ORDER BY id;
SELECT id, amount, twice FROM orders_copy ORDER BY id

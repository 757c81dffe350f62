SELECT id, code, amount FROM orders ORDER BY code;
SELECT id, code, amount FROM orders_copy ORDER BY code

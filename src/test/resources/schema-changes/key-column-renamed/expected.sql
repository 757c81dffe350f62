SELECT number, status, amount FROM orders ORDER BY number;
SELECT number, status, amount FROM orders_copy ORDER BY number

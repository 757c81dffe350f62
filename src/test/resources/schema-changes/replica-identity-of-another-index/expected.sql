SELECT a, b, amount FROM orders UNION ALL SELECT a, 0, amount FROM lost ORDER BY 2, 1;
SELECT a, b, amount FROM orders_copy UNION ALL SELECT a, 0, amount FROM lost_copy ORDER BY 2, 1

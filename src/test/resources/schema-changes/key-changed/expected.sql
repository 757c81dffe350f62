SELECT id, region, amount FROM orders ORDER BY id, region;
SELECT id, region, amount FROM orders_copy ORDER BY id, region

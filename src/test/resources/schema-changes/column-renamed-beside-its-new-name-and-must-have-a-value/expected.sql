SELECT id, "Order State", amount FROM orders ORDER BY id;
SELECT id, "Order State", amount FROM orders_copy ORDER BY id

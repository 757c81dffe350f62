SELECT id, status, amount, "due Date", price, mood::text, note FROM orders ORDER BY id;
SELECT id, status, amount, "due Date", price, mood::text, note FROM orders_copy ORDER BY id

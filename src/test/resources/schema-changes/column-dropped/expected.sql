SELECT 'orders', id, CASE id WHEN 1 THEN 'paid' WHEN 4 THEN 'sent' WHEN 105 THEN 'moved' WHEN 102 THEN NULL ELSE 'new' END, amount, 0 FROM orders
UNION ALL SELECT 'calculated', id, CASE id WHEN 2 THEN 'sent' WHEN 4 THEN NULL ELSE 'new' END, amount, 2 * amount FROM calculated
UNION ALL SELECT 'keyless', id, CASE id WHEN 4 THEN NULL ELSE 'new' END, amount, 0 FROM keyless ORDER BY 1, 2;
SELECT 'orders', id, status, amount, 0 FROM orders_copy
UNION ALL SELECT 'calculated', id, status, amount, doubled FROM calculated_copy
UNION ALL SELECT 'keyless', id, status, amount, 0 FROM keyless_copy ORDER BY 1, 2

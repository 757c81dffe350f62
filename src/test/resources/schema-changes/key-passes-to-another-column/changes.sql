UPDATE orders SET code = id + 1000;
DELETE FROM orders WHERE id = 2;
ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (code);
UPDATE orders SET id = 1 WHERE code = 1003;
INSERT INTO orders VALUES (1, 7, 7);
DELETE FROM orders WHERE code = 1004;
-- next transaction
UPDATE orders SET amount = 0 WHERE code = 7;

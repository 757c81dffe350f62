DELETE FROM orders WHERE id = 1;
-- next transaction
DELETE FROM orders WHERE id = 2;
ALTER TABLE orders DROP CONSTRAINT orders_pkey, ADD PRIMARY KEY (region, id);
INSERT INTO orders VALUES (3, 7, 33);
DELETE FROM orders WHERE id = 4;
-- next transaction
UPDATE orders SET amount = 0 WHERE id = 3;

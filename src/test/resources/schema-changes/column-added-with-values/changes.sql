UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
ALTER TABLE orders ADD COLUMN code text DEFAULT md5(random()::text);
UPDATE orders SET amount = 7 WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 101);

UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
ALTER TABLE orders ALTER COLUMN amount TYPE bigint USING amount * 10000000000;
UPDATE orders SET status = 'shipped' WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 99999999999);

UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
ALTER TABLE orders ALTER COLUMN status TYPE varchar(20), ALTER COLUMN price TYPE numeric(8,4);
UPDATE orders SET status = 'a longer text', price = 1.2345 WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 0.0001);

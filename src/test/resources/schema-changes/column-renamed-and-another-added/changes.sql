UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
INSERT INTO orders VALUES (101, 'old name', 101);
ALTER TABLE orders RENAME COLUMN status TO state;
ALTER TABLE orders ADD COLUMN status int DEFAULT 7;
UPDATE orders SET state = 'new name', status = 8 WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (102, 'new name', 102, 9);
DELETE FROM orders WHERE id = 3;

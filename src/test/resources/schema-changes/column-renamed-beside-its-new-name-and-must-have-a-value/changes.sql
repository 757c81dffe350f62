UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
INSERT INTO orders VALUES (101, 'old name', 101);
ALTER TABLE orders RENAME COLUMN status TO "Order State";
UPDATE orders SET "Order State" = 'new name' WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (102, 'new name', 102);
DELETE FROM orders WHERE id = 3;

UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
INSERT INTO orders VALUES (101, 'old column', 101);
ALTER TABLE orders DROP COLUMN status, DROP COLUMN amount, ADD COLUMN status text, ADD COLUMN amount int;
INSERT INTO orders VALUES (102, 'new column', 102);
DELETE FROM orders WHERE id = 3;

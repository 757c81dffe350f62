UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 101);
ALTER TABLE orders DROP COLUMN status;
UPDATE orders SET amount = 7 WHERE id = 2;
INSERT INTO orders VALUES (102, 102);
DELETE FROM orders WHERE id = 3;

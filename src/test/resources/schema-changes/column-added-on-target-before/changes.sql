UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
ALTER TABLE orders ADD COLUMN due date DEFAULT '2030-01-31', ADD COLUMN place point;
UPDATE orders SET amount = 7 WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 101);

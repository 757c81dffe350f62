UPDATE orders SET status = 'paid' WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 101), (102, 'new', 0);
ALTER TABLE orders ADD COLUMN note text DEFAULT 'x';
UPDATE orders SET amount = 0 WHERE id = 3;
UPDATE orders SET note = NULL, amount = 5 WHERE id = 1;

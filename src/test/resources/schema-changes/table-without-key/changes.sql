UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
DELETE FROM orders WHERE id = 2;
INSERT INTO orders VALUES (101, 'new', 101);
ALTER TABLE orders ADD COLUMN note text DEFAULT 'x';
DELETE FROM orders WHERE id IN (3, 101);
UPDATE orders SET note = 'y' WHERE id = 4;
INSERT INTO orders VALUES (5, 'new', 5);

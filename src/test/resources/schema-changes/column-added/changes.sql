UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
ALTER TABLE orders ADD COLUMN note text;
UPDATE orders SET note = 'first' WHERE id = 2;
INSERT INTO orders VALUES (101, 'new', 101, 'second');
DELETE FROM orders WHERE id = 3;
-- next transaction
UPDATE orders SET amount = 0 WHERE id < 6;

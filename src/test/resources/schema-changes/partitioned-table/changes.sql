UPDATE orders SET status = 'paid' WHERE id IN (1, 60);
-- next transaction
ALTER TABLE orders ADD COLUMN note text;
UPDATE orders SET amount = 7 WHERE id IN (2, 61);
-- next transaction
ALTER TABLE orders ADD COLUMN code int DEFAULT 5;
UPDATE orders SET amount = 8 WHERE id IN (3, 62);

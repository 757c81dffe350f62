UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
ALTER TABLE orders ADD COLUMN "due Date" date DEFAULT '2030-01-31', ADD COLUMN price numeric(12,2), ADD COLUMN mood mood DEFAULT 'happy';
UPDATE orders SET price = 7.50 WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 101);
ALTER TABLE orders ADD COLUMN note text DEFAULT 'it''s';
INSERT INTO orders VALUES (102, 'new', 102);

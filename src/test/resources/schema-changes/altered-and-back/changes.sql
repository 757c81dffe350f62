UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
UPDATE orders SET status = 'paid' WHERE id = 2;
ALTER TABLE orders ADD COLUMN note text;
UPDATE orders SET status = 'sent', note = 'in between' WHERE id = 3;
INSERT INTO orders VALUES (101, 'new', 101, 'in between');
DELETE FROM orders WHERE id = 4;
-- next transaction
ALTER TABLE orders DROP COLUMN note;
UPDATE orders SET status = 'paid' WHERE id = 5;
-- next transaction
ALTER TABLE orders RENAME COLUMN status TO state;
UPDATE orders SET state = 'sent' WHERE id = 6;
ALTER TABLE orders RENAME COLUMN state TO status;
-- next transaction
INSERT INTO orders VALUES (102, 'new', 102);

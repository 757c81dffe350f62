UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
DELETE FROM orders WHERE id = 10;
UPDATE orders SET id = 1001 WHERE id = 11;
ALTER TABLE orders RENAME COLUMN id TO number;
DELETE FROM orders WHERE number = 12;
UPDATE orders SET number = 1002 WHERE number = 13;

UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
-- Nothing of this is of any interest to the target.
UPDATE orders SET status = 'paid' WHERE id = 2;
CREATE INDEX orders_amount ON orders (amount);
ALTER TABLE orders ALTER COLUMN amount SET DEFAULT 7, ALTER COLUMN amount SET NOT NULL, ALTER COLUMN status SET STATISTICS 10,
    ALTER COLUMN big SET STORAGE EXTENDED, ADD CHECK (amount > 0), SET (fillfactor = 50), ADD UNIQUE (id, amount);
COMMENT ON TABLE orders IS 'a comment';
CLUSTER orders USING orders_amount;
INSERT INTO orders (id, status) VALUES (21, 'new');
UPDATE orders SET big = 'short' WHERE id = 3;
ALTER TABLE orders ALTER COLUMN amount DROP NOT NULL;
UPDATE orders SET amount = NULL WHERE id = 4;
-- next transaction
-- Whole old rows and keys alone, by turns.
ALTER TABLE orders REPLICA IDENTITY FULL;
UPDATE orders SET id = 50 WHERE id = 5;
DELETE FROM orders WHERE id = 6;
-- next transaction
ALTER TABLE orders REPLICA IDENTITY DEFAULT;
UPDATE orders SET id = 70 WHERE id = 7;
DELETE FROM orders WHERE id = 8;
-- next transaction
INSERT INTO log VALUES ('second'), ('second');
ALTER TABLE log REPLICA IDENTITY FULL;
DELETE FROM log WHERE ctid = (SELECT max(ctid) FROM log);
UPDATE log SET line = 'changed' WHERE line = 'first';
-- next transaction
UPDATE orders SET status = 'sent' WHERE id = 9;
DELETE FROM log WHERE line = 'second';

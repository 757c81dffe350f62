UPDATE orders SET amount = 0 WHERE id = 1;
-- next transaction
ALTER TABLE orders ALTER COLUMN twice DROP EXPRESSION;
UPDATE orders SET twice = 7 WHERE id = 2;

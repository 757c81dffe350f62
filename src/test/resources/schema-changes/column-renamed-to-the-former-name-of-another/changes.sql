UPDATE orders SET description = 'other' WHERE id = 1;
-- next transaction
ALTER TABLE orders RENAME COLUMN description TO summary;
ALTER TABLE orders RENAME COLUMN sidebar TO description;
UPDATE orders SET summary = 'short', description = repeat('long ', 10) WHERE id = 2;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 'new');
DELETE FROM orders WHERE id = 3;

UPDATE orders SET amount = 2 WHERE id = 1;
ALTER TABLE orders ADD COLUMN note text DEFAULT 'x';
UPDATE orders SET amount = 3 WHERE id = 1;

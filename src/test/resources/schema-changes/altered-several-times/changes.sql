ALTER TABLE orders ADD COLUMN remark text;
UPDATE orders SET remark = 'between' WHERE id = 1;
ALTER TABLE orders RENAME COLUMN remark TO note;
UPDATE orders SET note = 'after' WHERE id = 2;
ALTER TABLE orders ADD COLUMN code int DEFAULT 5;
UPDATE orders SET status = 'paid' WHERE id = 3;
DELETE FROM orders WHERE id = 4;

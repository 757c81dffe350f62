UPDATE orders SET first = 'paid' WHERE id = 1;
-- next transaction
UPDATE orders SET second = 'sent' WHERE id = 2;
ALTER TABLE orders RENAME COLUMN first TO third;
ALTER TABLE orders RENAME COLUMN second TO first;
ALTER TABLE orders RENAME COLUMN third TO second;
UPDATE orders SET first = 'paid' WHERE id = 3;

UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
DELETE FROM orders WHERE id = 2;
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
-- next transaction
INSERT INTO orders VALUES (11, 11, 'swapped in');
UPDATE orders_old SET status = 'gone';

ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
-- next transaction
INSERT INTO orders VALUES (11, 11, 'swapped in');

UPDATE orders SET status = 'paid' WHERE id = 1;
INSERT INTO orders VALUES (101, 'new', 101);
-- next transaction
INSERT INTO orders VALUES (102, 'new', 102);
ALTER TABLE orders ADD COLUMN due date DEFAULT '2030-01-31', ADD COLUMN paid boolean NOT NULL DEFAULT false;
UPDATE orders SET paid = true WHERE id = 2;
INSERT INTO orders (id, due) VALUES (103, NULL);
-- next transaction
DELETE FROM orders WHERE id = 4;

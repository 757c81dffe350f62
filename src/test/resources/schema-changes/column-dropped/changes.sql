UPDATE orders SET status = 'paid' WHERE id = 1;
-- next transaction
INSERT INTO orders VALUES (101, 'new', 101);
UPDATE orders SET status = 'sent' WHERE id = 4;
UPDATE orders SET id = 105, status = 'moved' WHERE id = 5;
INSERT INTO calculated VALUES (3, 'new', 3);
UPDATE calculated SET status = 'sent' WHERE id = 2;
INSERT INTO keyless VALUES (3, 'new', 3);
DELETE FROM keyless WHERE status = 'paid';
ALTER TABLE orders DROP COLUMN status;
ALTER TABLE calculated DROP COLUMN status;
ALTER TABLE keyless DROP COLUMN status;
UPDATE orders SET amount = 7 WHERE id = 2;
INSERT INTO orders VALUES (102, 102);
DELETE FROM orders WHERE id = 3;
UPDATE orders SET amount = 8 WHERE id = 101;
UPDATE calculated SET amount = 5 WHERE id = 3;
INSERT INTO calculated VALUES (4, 4);
INSERT INTO keyless VALUES (4, 4);

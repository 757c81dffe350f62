UPDATE orders SET b = -b WHERE a = 1;
-- next transaction
UPDATE orders SET b = -b WHERE a = 2;
UPDATE orders SET a = 30 WHERE a = 3;
ALTER TABLE orders REPLICA IDENTITY USING INDEX orders_b;
UPDATE orders SET a = -a WHERE b = -2;
DELETE FROM orders WHERE b = 4;
UPDATE orders SET b = 50 WHERE b = 5;
INSERT INTO orders VALUES (4, 4, 44);
-- From here on, PostgreSQL refuses UPDATE and DELETE.
UPDATE lost SET amount = 7 WHERE a = 1;
DELETE FROM lost WHERE a = 2;
DROP INDEX lost_a;
INSERT INTO lost VALUES (4, 4);
-- next transaction
UPDATE orders SET amount = 0 WHERE b IN (4, 50);
INSERT INTO lost VALUES (5, 5);

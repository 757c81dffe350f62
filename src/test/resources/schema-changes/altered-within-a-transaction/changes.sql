INSERT INTO orders VALUES (101, 'new', 101);
ALTER TABLE orders ADD COLUMN note text;
SAVEPOINT one;
INSERT INTO orders VALUES (102, 'never', 102, 'note');
ALTER TABLE orders ADD COLUMN code int;
SAVEPOINT two;
INSERT INTO orders VALUES (103, 'never', 103, 'note', 3);
ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders ALTER COLUMN status TYPE varchar(1) USING left(status, 1);
UPDATE orders SET code = 7;
ROLLBACK TO SAVEPOINT one;
UPDATE orders SET note = 'noted' WHERE id IN (1, 101);
INSERT INTO orders VALUES (104, 'new', 104, NULL);
-- next transaction
SAVEPOINT one;
ALTER TABLE orders ALTER COLUMN amount TYPE text;
INSERT INTO orders VALUES (105, 'never', 'x');
ROLLBACK TO SAVEPOINT one;
ALTER TABLE orders ADD COLUMN code int DEFAULT 5;
SAVEPOINT two;
INSERT INTO orders VALUES (106, 'new', 106, 'note', 6);
RELEASE SAVEPOINT two;
DELETE FROM orders WHERE id IN (2, 104);
-- next transaction
INSERT INTO orders SELECT n, 'new', n, 'note', n FROM generate_series(1000, 3000) AS n;
ALTER TABLE orders ADD COLUMN day date;
-- next transaction
UPDATE orders SET day = '2024-01-01' WHERE id IN (3, 1001);

UPDATE app.orders SET status = 'paid' WHERE id = 1;
-- next transaction
INSERT INTO app.orders VALUES (11, 'new');
ALTER SCHEMA app RENAME TO former;
CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, status text);
INSERT INTO app.orders VALUES (1, 'of the new one');
INSERT INTO former.orders VALUES (12, 'of the former one');
-- next transaction
INSERT INTO app.orders VALUES (2, 'of the new one');
UPDATE former.orders SET status = 'out of sight';

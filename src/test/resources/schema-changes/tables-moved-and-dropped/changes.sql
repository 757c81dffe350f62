INSERT INTO app.orders VALUES (2, 'new');
-- next transaction
UPDATE app.orders SET status = 'paid' WHERE id = 1;
INSERT INTO app.dropped VALUES (2, 'new');
DROP TABLE app.dropped;
CREATE SCHEMA other;
ALTER TABLE app.moved SET SCHEMA other;
INSERT INTO app.orders VALUES (3, 'new');
-- next transaction
INSERT INTO other.moved VALUES (3, 'out of sight');
DELETE FROM other.moved WHERE id = 1;
UPDATE app.orders SET status = 'sent' WHERE id = 2;

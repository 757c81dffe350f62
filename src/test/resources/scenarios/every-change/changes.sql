INSERT INTO app.orders VALUES (1, 'new', 1), (2, 'new', 2), (3, 'new', NULL);
INSERT INTO app.notes VALUES (1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, 'secret', 'b');
INSERT INTO app.lines VALUES (1, 'same'), (1, 'same');
-- next transaction
UPDATE app.orders SET status = 'paid' WHERE id = 1;
UPDATE app.orders SET status = 'sent' WHERE id = 1;
DELETE FROM app.orders WHERE id = 2;
INSERT INTO app.orders VALUES (2, 'again', 3);
UPDATE app.notes SET title = 'changed' WHERE id = 1;
UPDATE app.notes SET title = 'known' WHERE id = 2;
DELETE FROM app.lines WHERE ctid = (SELECT min(ctid) FROM app.lines);
UPDATE app.lines SET b = 'not recorded';
-- next transaction
UPDATE app.orders SET id = 30 WHERE id = 3;
DELETE FROM app.orders WHERE id = 2;
DELETE FROM app.notes WHERE id = 1;

INSERT INTO app.lines VALUES (1, 'x', 1, 1.5), (1, 'x', 2, 1.5), (2, 'y', 3, 2), (3, 'z', 3, 3);
INSERT INTO app.computed VALUES (1, 'x', 1.5), (1, 'x', 1.5), (2, 'y', 2);
INSERT INTO app.filtered VALUES (1, 'same'), (1, 'same'), (0, 'same'), (2, 'other');
-- next transaction
DELETE FROM app.lines WHERE left_out = 2;
UPDATE app.lines SET price = 2.5 WHERE a = 2;
UPDATE app.lines SET left_out = 9 WHERE a = 3;
DELETE FROM app.computed WHERE ctid = (SELECT min(ctid) FROM app.computed);
UPDATE app.computed SET b = 'z' WHERE a = 2;
-- next transaction
DELETE FROM app.filtered WHERE a = 0;
UPDATE app.filtered SET a = -1 WHERE a = 2;

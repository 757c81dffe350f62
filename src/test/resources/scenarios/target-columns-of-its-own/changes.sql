-- The target has these rows already, with marks of its own; they give way.
INSERT INTO app.items VALUES (1, 'a', (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (9, 'i', 'short');
INSERT INTO app.filtered VALUES (3, 'c', 0), (4, 'd', 4);
-- The target lacks these.
UPDATE app.late SET name = 'x' WHERE id = 1;
UPDATE app.late SET id = 22 WHERE id = 2;
-- next transaction
UPDATE app.items SET name = 'changed' WHERE id = 1;
UPDATE app.items SET id = 99 WHERE id = 9;
-- One starts to match, one no longer does, one changes its key.
UPDATE app.filtered SET amount = 3 WHERE id = 3;
UPDATE app.filtered SET amount = 0 WHERE id = 4;

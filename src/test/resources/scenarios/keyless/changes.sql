INSERT INTO app.readings VALUES (1, 'a', NULL), (1, 'a', NULL), (1, 'a', NULL), (2, NULL, '2024-01-01'), (2, NULL, '2024-01-01'),
    (NULL, NULL, NULL), (NULL, NULL, NULL), (3, '', NULL), (3, NULL, NULL);
INSERT INTO app.mixed SELECT '{"a": 1.0,  "a":2}', 0.1, 1e10, 1.50, ARRAY['x', NULL, 'y"z'], 'ab', true, '2024-01-01 00:00:00.5+00', '\x0001'
    FROM generate_series(1, 3);
INSERT INTO app.mixed VALUES (NULL, 'NaN', '-Infinity', 'NaN', '{}', '', NULL, 'infinity', '');
INSERT INTO app.mixed VALUES ('1', '-0', '1.17549435e-38', 1e-10, NULL, NULL, false, '0001-01-01 BC', NULL);
INSERT INTO app.big VALUES (1, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (1, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n));
-- next transaction
-- One of three equal rows, one of two, and rows of NULLs.
DELETE FROM app.readings WHERE ctid = (SELECT max(ctid) FROM app.readings WHERE sensor = 1);
UPDATE app.readings SET value = 'changed' WHERE ctid = (SELECT min(ctid) FROM app.readings WHERE sensor = 2);
DELETE FROM app.readings WHERE ctid = (SELECT min(ctid) FROM app.readings WHERE sensor IS NULL);
DELETE FROM app.readings WHERE sensor = 3 AND value = '';
-- next transaction
UPDATE app.mixed SET c = 2 WHERE ctid = (SELECT min(ctid) FROM app.mixed WHERE g);
DELETE FROM app.mixed WHERE ctid = (SELECT max(ctid) FROM app.mixed WHERE g);
UPDATE app.mixed SET e = '{1}' WHERE g IS NULL;
DELETE FROM app.mixed WHERE g = false;
-- A big value that is left alone.
UPDATE app.big SET n = 3 WHERE ctid = (SELECT min(ctid) FROM app.big WHERE n = 1);
DELETE FROM app.big WHERE n = 2;
-- next transaction
-- Rows that come and go, and equal ones that stay.
INSERT INTO app.readings VALUES (1, 'a', NULL), (9, 'x', NULL), (9, 'x', NULL);
UPDATE app.readings SET sensor = 1, value = 'a' WHERE sensor = 9;
DELETE FROM app.readings WHERE ctid = (SELECT max(ctid) FROM app.readings WHERE sensor = 1);

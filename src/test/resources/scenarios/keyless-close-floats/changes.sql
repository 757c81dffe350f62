-- The source prints floats in full from version 12 on.
-- Pairs of rows that differ in the last digits of one value.
INSERT INTO app.samples VALUES (1, 0.3), (1, 0.1::float8 + 0.2), (2, 1), (2, 1.0000000000000002);
INSERT INTO app.samples VALUES (3, NULL, '{0.3,NULL,1}'), (3, NULL, ARRAY[0.1::float8 + 0.2, NULL, 1]), (3, NULL, NULL);
INSERT INTO app.samples VALUES (4, NULL, NULL, '(0.3,1)'), (4, NULL, NULL, '(0.30000000000000004,1)');
INSERT INTO app.samples VALUES (5, NULL, NULL, NULL, 0.33333334), (5, NULL, NULL, NULL, 0.3333334), (5, NULL, NULL, NULL, 0.33333337);
-- next transaction
DELETE FROM app.samples WHERE one = 0.1::float8 + 0.2 OR few[1] = 0.1::float8 + 0.2 OR place::text = '(0.30000000000000004,1)' OR small = '0.33333334'::real;
UPDATE app.samples SET id = 6 WHERE one = 1.0000000000000002;
DELETE FROM app.samples WHERE id = 3 AND few IS NULL;

INSERT INTO app.lists VALUES (1, '{1,2,NULL}', ARRAY['a', NULL, 'NULL', '', 'x"y', E'back\\slash', '{}', 'a,b', E'tab\t'], '{{1,2},{3,4}}'),
    (2, '{}', '{}', NULL), (3, NULL, NULL, '{}');
INSERT INTO app.array_key VALUES ('{a,b}', '1'), ('{a}', '2'), ('{}', '3'), (ARRAY['x"y', E'\\', NULL, 'a,b'], '4'), ('{{a},{b}}', '5');
INSERT INTO app.part_key VALUES (1, '{1,2}', 'a', 'short'), (1, '{1}', 'b', (SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n)), (2, '{1,2}', 'c', 'short'), (2, '{}', 'd', (SELECT string_agg(md5('d' || n), '') FROM generate_series(1, 300) AS n));
-- next transaction
UPDATE app.lists SET numbers[2] = 20, texts = texts || 'new'::text;
UPDATE app.array_key SET a = a || 'x' WHERE a <> '2';
DELETE FROM app.array_key WHERE a IN ('2', '5x');
UPDATE app.array_key SET path = path || 'z'::text WHERE a = '1x';
UPDATE app.part_key SET a = 'x' WHERE n = 1;
UPDATE app.part_key SET path = path || 9 WHERE n = 2;
DELETE FROM app.part_key WHERE path = '{1,2}';

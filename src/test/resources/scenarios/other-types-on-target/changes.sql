INSERT INTO app.items VALUES (1, '{"a":  1}', 'ok', 1, 1.50, '2024-01-01', true, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n)), (2, NULL, 'sad', 2, 2, 'infinity', false, 'short'), (3, '[]', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO app.staged VALUES (1, '{"a":  1}', 'ok', 1, '15', '2024-01-01', false), (2, NULL, 'sad', 2, '2', 'infinity', true), (3, '[]', NULL, NULL, NULL, NULL, NULL);
INSERT INTO app.enum_key VALUES ('sad', 'a'), ('ok', 'b');
INSERT INTO app.printed VALUES
    (1, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a":  1}', '{"a": 1}', 'sad', '0044-03-15 BC', '24:00-04:56:02', '2024-01-01 12:00:00.000001', '-1 year +2 days -03:04:05.6', '\x00ff', '::1/64', '[2:3]={1,NULL}', '{a,"b c",NULL,""}', '[1,5)', '<a>b</a>', B'101', 0.30000000000000004, 1.500, '(1.5,NaN)', '16/B374D848', 'a fat cat:3A', '2024-01-01 00:00:00+05:30'),
    (2, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'null', '[]', 'happy', 'infinity', '00:00+00', '-infinity', '0', '', '10.0.0.0/8', '{}', '{{a,b}}', 'empty', '', B'000', '-Infinity', 'NaN', '(-0,5e-324)', '0/0', '', 'infinity'),
    (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO app.evaluated SELECT * FROM app.printed;
INSERT INTO app.parsed SELECT id, u::text, j::text, jb::text, m::text, d::text, tt::text, ts::text, iv::text, b::text, ip::text, ints::text, texts::text, r::text, x::text, bits::text, f::text, num::text, pt::text, lsn::text, v::text, tz::text FROM app.printed;
INSERT INTO app.rounded VALUES (1, 1.005, '2024-01-01 23:30:00+00'), (2, 7, '2024-01-01 23:30:00-01');
-- next transaction
UPDATE app.items SET mood = 'happy', flag = NOT flag;
UPDATE app.items SET id = 11 WHERE id = 1;
DELETE FROM app.items WHERE id = 3;
UPDATE app.staged SET flag = NOT flag, amount = '7';
UPDATE app.staged SET n = 3, flag = false WHERE id = 3;
UPDATE app.enum_key SET mood = 'happy' WHERE mood = 'ok';
DELETE FROM app.enum_key WHERE mood = 'sad';
UPDATE app.printed SET num = num::numeric + 1, ints = '{7}' WHERE id = 1;
UPDATE app.printed SET id = 22 WHERE id = 2;
DELETE FROM app.printed WHERE id = 3;
UPDATE app.evaluated SET num = num::numeric + 1, ints = '{7}' WHERE id = 1;
UPDATE app.evaluated SET id = 22 WHERE id = 2;
DELETE FROM app.evaluated WHERE id = 3;
UPDATE app.parsed SET num = '1.50', ints = '{7}' WHERE id = 1;
DELETE FROM app.parsed WHERE id = 3;
UPDATE app.rounded SET amount = 7.777 WHERE id = 2;

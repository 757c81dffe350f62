INSERT INTO app.types VALUES (1, -32768, 9223372036854775807, 12345678.1000, 1.2300, 3.4028235e38, 1.7976931348623157e308, true, 'text', 'varchar', 'char',
    '\x00ff10', '2024-02-29', '23:59:59.999999', '12:30:00.5', '2024-02-29 12:00:00.000001', '2024-02-29 12:00:00.123', '2024-02-29 12:00:00.123456+05:30', '1 year 2 mons -3 days 04:05:06.789', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    '{"b":  1, "a": 1.0}', '{"b": 1.0, "a": "x\"y"}', '192.168.0.1/24', '10.0.0.0/8', '08:00:2b:01:02:03', B'10101', B'1', B'1', '{1,NULL,-3}', ARRAY['a', NULL, 'x"y', ''],
    '{2024-01-01,NULL}', '{1.50,NaN}', '(1.5,-2)', '((1,2),(3,4))', '[1,10)', '(1.5,)', '["2024-01-01 00:00:00+00",)', 'a fat cat:3A', '<a b="c">d</a>', 'very happy',
    ROW(1, 'x "y", z'), 'a=>1, "b c"=>NULL', 'CiText', 7, 4294967295, 'name', 'x', '16/B374D848', '08:00:2b:01:02:03:04:05', '$.a[*]', '{sad,"very happy"}', '{"2024-01-01 00:00:00.5+00"}');
INSERT INTO app.types VALUES (2, 0, -9223372036854775808, -0.0001, 'NaN', 'NaN', '-Infinity', false, '', '', '', '', '0001-01-01', '00:00', '24:00', '0044-03-15 00:00 BC', 'infinity', '-infinity', '-1 day', '00000000-0000-0000-0000-000000000000',
    'null', '[]', '::1', '::/0', 'ff:ff:ff:ff:ff:ff', B'00000', B'', B'0', '{}', '{}', '{infinity}', '{}', '(0,0)', '((0,0),(0,0))', 'empty', 'empty', 'empty', '', 'text', 'sad',
    ROW(NULL, NULL), '', '', 1, 0, '', '', '0/0', '00:00:00:00:00:00:00:00', '$', '{}', '{infinity,NULL}');
INSERT INTO app.types (id, any_numeric, real, double, d, iv, texts, ints) VALUES (3, 1e-20, 1e-45, 5e-324, 'infinity', '178000000 years', '[5:6]={a,b}', '{{1,2},{3,4}}');
INSERT INTO app.types (id) VALUES (4);
INSERT INTO app.types (id, any_numeric, real, double, tz, ts, d, exact) VALUES (5, 123456789012345678901234567890.123456789, 0.1, 0.1, '1900-01-01 00:00+00', '1582-10-10', '1582-10-10', 0), (6, 100, 1, 1e15, '0044-03-15 00:00:00+00 BC', '9999-12-31 23:59:59.999999', '0044-03-15 BC', 1);
INSERT INTO app.keys_uuid VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a'), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12', 'b');
INSERT INTO app.keys_time (id, d, tm, a) VALUES ('2024-02-29 12:00:00.123456+05:30', '2024-01-01', '01:00', 'a'), ('infinity', '-infinity', '24:00', 'b'), ('0044-03-15 00:00:00+00 BC', '0044-03-15 BC', '00:00', 'c');
INSERT INTO app.keys_bytes VALUES ('\x00', 'a'), ('', 'b'), ('\x5c22', 'c');
INSERT INTO app.keys_mixed VALUES ('ab', B'101', true, 'very happy', 1.50, 'x', 1, '10.0.0.1', 'a'), ('', B'000', false, 'sad', -1, '', 2, '::1/64', 'b');
INSERT INTO app.keys_float VALUES (0.1, 0.1, 'a'), ('NaN', '-Infinity', 'b'), (1e10, 1e-7, 'c');
INSERT INTO app.keys_range VALUES ('[1,5)', '{"a": "x\"y"}', ROW(1, 'a b'), 'a'), ('empty', '[]', ROW(2, '"'), 'b');
-- next transaction
UPDATE app.types SET t = 'changed' WHERE id < 3;
UPDATE app.keys_uuid SET a = 'x' WHERE a = 'a';
UPDATE app.keys_time SET a = 'x' || a;
UPDATE app.keys_bytes SET a = 'x' || a;
UPDATE app.keys_mixed SET a = 'x' || a;
UPDATE app.keys_float SET a = 'x' || a;
UPDATE app.keys_range SET a = 'x' || a;
-- next transaction
DELETE FROM app.types WHERE id = 4;
DELETE FROM app.keys_uuid WHERE a = 'b';
DELETE FROM app.keys_time WHERE a IN ('xb', 'xc');
DELETE FROM app.keys_bytes WHERE a IN ('xa', 'xc');
DELETE FROM app.keys_mixed WHERE a = 'xb';
DELETE FROM app.keys_float WHERE a IN ('xb', 'xc');
DELETE FROM app.keys_range WHERE a = 'xb';

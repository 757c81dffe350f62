CREATE SCHEMA app;
CREATE TABLE app.types (t text, v varchar, v9 varchar(9), c char(6), c1 char, one "char", word name, bytes bytea, b bit(5), b1 bit, vb varbit, vb9 varbit(9), u uuid);
INSERT INTO app.types VALUES
    ('text', 'varchar', 'varchar9', 'abc', 'a', 'a', 'name', '\x00ff10', B'10101', B'1', B'101', B'1', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
    ('', '', '', '', '', '', '', '', B'00000', B'0', B'', B'', '00000000-0000-0000-0000-000000000000'),
    (' ', ' ', ' ', ' ', 'b', ' ', ' ', '\x20', B'00001', NULL, B'0', B'0', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    (' two  ', ' two  ', ' two  ', ' two  ', 'c', E'\\', E'a\\b', '\x5c', B'00010', NULL, B'00', B'00', '00000000-0000-0000-0000-000000000001'),
    (E'\\N', E'\\N', E'\\N', E'\\N', E'\\', 'N', E'\\N', '\x5c4e', B'00011', NULL, B'000', B'000', '00000000-0000-0000-0000-000000000002'),
    (E'\\.', E'\\.', E'\\.', E'\\.', '.', '\377'::"char", E'\\.', '\x5c2e0a', B'00100', NULL, B'0000', B'0000', '00000000-0000-0000-0000-000000000003'),
    (E'tab\tline\nreturn\rboth\r\n', E'\b\f\x0b', E'\t\n\r\\"''', E'\t\n\r\\"', E'\t', E'\t', E'\t\n\r', '\x090a0d0b080c', B'00101', NULL, B'11111111111111111', B'111111111', '00000000-0000-0000-0000-000000000004'),
    ('NULL', 'null', 'NULL', 'NULL', 'N', 'n', 'NULL', '\x4e554c4c', B'00110', NULL, B'1', B'11', '00000000-0000-0000-0000-000000000005'),
    ('{"a",b}', '{}', '{,}', '{"}', '{', '{', '{"a"}', '\x7b7d', B'00111', NULL, B'11', B'111', '00000000-0000-0000-0000-000000000006'),
    (E'\x01\x02\x1f\x7f\u0080\u009f', E'\x01', E'\x7f', E'\x1f', E'\x01', E'\x01', E'\x01\x7f', '\x01021f7f80', B'01000', NULL, B'111', B'1111', '00000000-0000-0000-0000-000000000007'),
    ('😀 👩‍👩‍👧 é ü ß 表', '表', '😀😀😀😀😀😀😀😀😀', '表表表表表表', '表', 'x', '表', '\xf09f9880', B'01001', NULL, B'1111', B'11111', '00000000-0000-0000-0000-000000000008'),
    (E'\uFEFFbom\u2028', E'\uFFFD', E'\uFEFF', E'\uFEFF', 'é', 'é', repeat('é', 31), '\xefbbbf', B'01010', NULL, repeat('10', 4000)::varbit, B'111111', '00000000-0000-0000-0000-000000000009'),
    (repeat('0123456789', 5000), repeat('x', 20000), 'unchanged', 'é', 'z', 'z', repeat('n', 63), decode(repeat('00ff5c0a', 20000), 'hex'), B'01011', NULL, B'11111', B'1111111', '00000000-0000-0000-0000-00000000000a'),
    ('__debezium_unavailable_value', 'unchanged', '$1', ':?k', '?', '$', '${body}', decode(repeat('09', 3), 'hex'), B'01100', NULL, B'111111', B'11111111', '00000000-0000-0000-0000-00000000000b'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    ('a', 'a ', 'a', 'a', 'y', 'y', 'a', '\x61', B'01101', NULL, B'1111111', B'10', '00000000-0000-0000-0000-00000000000c');
\ir ../types-keys.sql

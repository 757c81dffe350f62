INSERT INTO app.texts SELECT row_number() OVER (), v, v FROM unnest(ARRAY[
    E'tab\there', E'line\nfeed', E'carriage\rreturn', E'both\r\n', E'back\\slash', E'\\', E'\\\\', E'\\N', 'N', E'\\.', E'\\.\n', E'a\n\\.\nb',
    E'\b\f\x0b', E'\x01\x02\x1f\x7f', E'\u0080\u009f', 'it''s', '"', '"quoted"', '', ' ', '  two  ', 'NULL', 'null', '😀 👩‍👩‍👧', 'é ü ß 表', E'\uFEFFbom', '{', '}',
    '{"a","b"}', ',', E'\\t', '$1', '$${body}', '${body}', '{{sync.job}}', '#', ':?key1', '?', '%s', E'\u2028', 'unchanged', '__debezium_unavailable_value']) AS v;
INSERT INTO app.texts VALUES (1000, NULL, ''), (1001, '', NULL), (1002, NULL, NULL);
-- next transaction
INSERT INTO app.keys SELECT value, other, value FROM app.texts WHERE value IS NOT NULL AND id < 1000;
INSERT INTO app.staged SELECT value, other FROM app.texts WHERE value IS NOT NULL AND id < 1000;
INSERT INTO app.keyless SELECT value FROM app.texts;
-- next transaction
UPDATE app.texts SET other = NULL;
UPDATE app.keys SET value = 'changed ' || id;
UPDATE app.keys SET id = id || ' moved' WHERE length(id) > 4;
DELETE FROM app.keys WHERE length(id) IN (1, 3);
DELETE FROM app.staged WHERE length(value) = 2;
UPDATE app.staged SET value = value || value;
DELETE FROM app.keyless WHERE length(value) > 1;
UPDATE app.keyless SET value = NULL WHERE value = '';

INSERT INTO app.notes SELECT n, 't' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) || n, convert_to((SELECT string_agg(md5('b' || n), '') FROM generate_series(1, 300) AS n) || n, 'UTF8'), to_jsonb((SELECT string_agg(md5('c' || n), '') FROM generate_series(1, 300) AS n) || n) FROM generate_series(1, 6) AS n;
INSERT INTO app.types SELECT 1, 1, array_agg(md5(n::text)), array_agg(n), ('"' || string_agg(md5(n::text), '') || '"')::json,
    ('<a>' || string_agg(md5(n::text), '') || '</a>')::xml, string_agg(md5(n::text), ''), hstore(array_agg(md5(n::text)), array_agg(n::text)),
    string_agg('1234567890', '')::numeric, array_to_tsvector(array_agg(md5(n::text))), array_agg(n), array_agg(md5(n::text)::uuid),
    repeat('10', 40000)::varbit, array_agg('2024-01-01+00'::timestamptz), string_agg(md5(n::text), '')
    FROM generate_series(1, 3000) AS n;
-- next transaction
UPDATE app.notes SET title = 'changed' WHERE id IN (1, 2);
UPDATE app.types SET n = 2;
-- next transaction
-- Different sets of unchanged values in one batch, and some rows whole.
UPDATE app.notes SET body = 'short' WHERE id = 1;
UPDATE app.notes SET picture = NULL, title = 'no picture' WHERE id = 2;
UPDATE app.notes SET data = '{}' WHERE id = 3;
UPDATE app.notes SET data = '[1]', picture = '', body = 'unchanged' WHERE id = 4;
DELETE FROM app.notes WHERE id = 5;
INSERT INTO app.notes VALUES (7, 'new', (SELECT string_agg(md5('d' || n), '') FROM generate_series(1, 300) AS n), NULL, NULL);
-- next transaction
-- Updates of one row, each with another set.
UPDATE app.notes SET title = 'x' WHERE id = 6;
UPDATE app.notes SET body = (SELECT string_agg(md5('e' || n), '') FROM generate_series(1, 300) AS n) WHERE id = 6;
UPDATE app.notes SET data = 'null' WHERE id = 6;
UPDATE app.notes SET title = 'y' WHERE id = 6;
-- next transaction
-- Folded with the insert, also after a delete.
INSERT INTO app.notes VALUES (8, 'new', (SELECT string_agg(md5('f' || n), '') FROM generate_series(1, 300) AS n), convert_to((SELECT string_agg(md5('g' || n), '') FROM generate_series(1, 300) AS n), 'UTF8'), NULL);
UPDATE app.notes SET title = 'newer' WHERE id = 8;
DELETE FROM app.notes WHERE id = 7;
INSERT INTO app.notes VALUES (7, 'again', (SELECT string_agg(md5('h' || n), '') FROM generate_series(1, 300) AS n), NULL, NULL);
UPDATE app.notes SET title = 'and again' WHERE id = 7;

SELECT seq, op, id, status, amount, true FROM app.expected ORDER BY seq;
SELECT row_number() OVER (ORDER BY lsn, seq) AS n, op, id, status, amount, at BETWEEN now() - interval '1 hour' AND now() FROM ods.orders ORDER BY n;
SELECT * FROM (VALUES ('INSERT', 1, 'a', 9600, true), ('UPDATE', 1, 'changed', 9600, true), ('UPDATE', 2, 'known', 1, false), ('DELETE', 1, 'changed', 9600, true)) AS v;
SELECT op, id, title, size, body = (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) FROM ods.notes ORDER BY lsn::pg_lsn, seq;
SELECT * FROM (VALUES ('insert', 1, 'same'), ('insert', 1, 'same'), ('delete', 1, 'same')) AS v;
SELECT op, a, b FROM ods.lines ORDER BY lsn, seq;

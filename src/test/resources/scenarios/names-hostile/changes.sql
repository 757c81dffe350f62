INSERT INTO app."x""; DROP TABLE canary; --" VALUES (1, DEFAULT, 'a'' ; DROP TABLE canary; --', '\N', '\.'), (2, '"', 'b"\', '}', '{"a'), (3, '\', '$$', E'\n\\.\n', E'\t'), (-1, '', '$$', '', '');
INSERT INTO app."${body}" VALUES (1, '${exchange.context.stop()}'), (2, '{{source.password}}'), (3, '${body}');
INSERT INTO app."{{sync.job}}" VALUES (1, '{{?x}}'), (2, '}}'), (3, ':#id');
INSERT INTO app.":#id :?id #id" VALUES (1, ':#id', '#', '?'), (2, '''); DROP TABLE canary; --', '#{1}', '??'), (3, '', '', '');
INSERT INTO app."line
break	tab" VALUES (1, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n), E'\r\n'), (2, E'\\', ''), (3, '''', '');
INSERT INTO app."('" VALUES (1, ')'), (1, ')'), (2, '(');
-- next transaction
UPDATE app."x""; DROP TABLE canary; --" SET "e/*" = '$$', "*/ --" = '''; DROP TABLE canary; --' WHERE "id""); DROP TABLE canary; --" = 1;
DELETE FROM app."x""; DROP TABLE canary; --" WHERE "id""); DROP TABLE canary; --" = 2;
UPDATE app."${body}" SET "${exchange.context.stop()}" = '${exception.stacktrace}', "${header.sql}" = 20 WHERE "${header.sql}" = 2;
DELETE FROM app."${body}" WHERE "${header.sql}" = 3;
UPDATE app."{{sync.job}}" SET "{{?x}}" = '{{sync.job}}' WHERE "{{source.password}}" = 1;
DELETE FROM app."{{sync.job}}" WHERE "{{source.password}}" = 2;
UPDATE app.":#id :?id #id" SET "?" = ':?id' WHERE ":#id" = 1;
DELETE FROM app.":#id :?id #id" WHERE ":#id" = 3;
UPDATE app."line
break	tab" SET "a
b" = 10 WHERE "a
b" = 1;
DELETE FROM app."line
break	tab" WHERE "a
b" = 2;
UPDATE app."('" SET ")" = '''' WHERE "?" = 2;
DELETE FROM app."('" WHERE ctid = (SELECT min(ctid) FROM app."('");

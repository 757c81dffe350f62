INSERT INTO app."dotted.name" SELECT n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n), 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n' FROM generate_series(1, 4) AS n;
INSERT INTO app."two words" VALUES (1, 1, 'a'), (1, 2, 'b'), (1, 0, 'c');
INSERT INTO app."a ""b"" c" VALUES (1, 'a'), (2, 'b');
INSERT INTO app."50% + 1 & #2" VALUES (1, 'a'), (1, 'a'), (2, 'b');
-- next transaction
UPDATE app."dotted.name" SET "what?" = '?', "a:b" = ':', "a:?b" = ':?b', "#" = '#', "$1" = '$1' WHERE "a b" = 1;
UPDATE app."dotted.name" SET "say ""hi""" = 'short' WHERE "a b" = 2;
UPDATE app."dotted.name" SET "a b" = 33 WHERE "a b" = 3;
DELETE FROM app."dotted.name" WHERE "a b" = 4;
UPDATE app."two words" SET "?" = 5 - "?";
DELETE FROM app."two words" WHERE "?" = 4;
UPDATE app."a ""b"" c" SET a = 'c' WHERE id = 1;
DELETE FROM app."a ""b"" c" WHERE id = 2;
DELETE FROM app."50% + 1 & #2" WHERE ctid = (SELECT min(ctid) FROM app."50% + 1 & #2");

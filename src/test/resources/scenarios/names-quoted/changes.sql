INSERT INTO "naïve 表"."Größe 😀" VALUES (1, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n), 'U', 'm', 'h'), (2, 'b', NULL, NULL, NULL), (3, 'c', '', '', '');
INSERT INTO "Select"."table" VALUES (1, 1, 'a'), (1, 2, 'b'), (2, 1, NULL);
INSERT INTO app.größe VALUES (1, 'a'), (2, 'b');
INSERT INTO app."ﾊﾝｶｸ" VALUES (1, 'ｱ'), (2, 'b');
INSERT INTO app."é" VALUES (1, 'é'), (2, 'b');
-- next transaction
UPDATE "naïve 表"."Größe 😀" SET "UPPER" = 'v' WHERE "select" < 3;
DELETE FROM "naïve 表"."Größe 😀" WHERE "select" = 3;
UPDATE "Select"."table" SET "user" = 'c', "group" = 3 WHERE "group" = 1;
UPDATE app.größe SET länge = 3 WHERE länge = 1;
DELETE FROM app.größe WHERE länge = 2;
UPDATE app."ﾊﾝｶｸ" SET "ｱ" = 'x' WHERE id = 1;
UPDATE app."é" SET é = 7 WHERE é = 1;
DELETE FROM app."é" WHERE é = 2;

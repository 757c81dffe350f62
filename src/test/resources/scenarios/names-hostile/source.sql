CREATE SCHEMA app;
-- Whoever drops the canary fails: something hangs on it.
CREATE TABLE canary (id int);
CREATE VIEW watch AS SELECT id FROM canary;
CREATE TYPE app."t""; DROP TABLE canary; --" AS ENUM ('a'' ; DROP TABLE canary; --', 'b"\', '$$');
CREATE DOMAIN app."d'; DROP TABLE canary; --" AS text DEFAULT '''; DROP TABLE canary; --';
CREATE TABLE app."x""; DROP TABLE canary; --" (
    "id""); DROP TABLE canary; --" int CONSTRAINT "p""; DROP TABLE canary; --" PRIMARY KEY,
    "'; DROP TABLE canary; --" app."d'; DROP TABLE canary; --",
    "e/*" app."t""; DROP TABLE canary; --", "*/ --" text, "$$; DROP TABLE canary; $$" text);
CREATE INDEX "i""; DROP TABLE canary; --" ON app."x""; DROP TABLE canary; --" ("*/ --");
COMMENT ON TABLE app."x""; DROP TABLE canary; --" IS '''; DROP TABLE canary; --';
CREATE TABLE app."${body}" ("${header.sql}" int PRIMARY KEY, "${exchange.context.stop()}" text);
CREATE TABLE app."{{sync.job}}" ("{{source.password}}" int PRIMARY KEY, "{{?x}}" text);
CREATE TABLE app.":#id :?id #id" (":#id" int PRIMARY KEY, ":?id" text, "#" text, "?" text);
CREATE TABLE app."line
break	tab" ("a
b" int PRIMARY KEY, "back\slash'" text, "[31m" text);
ALTER TABLE app."line
break	tab" ALTER "back\slash'" SET STORAGE EXTERNAL;
CREATE TABLE app."('" ("?" int, ")" text);
ALTER TABLE app."('" REPLICA IDENTITY FULL;

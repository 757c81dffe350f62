CREATE SCHEMA app;
CREATE TABLE app."dotted.name" ("a b" int PRIMARY KEY, "say ""hi""" text, "what?" text, "a:b" text, "a:?b" text, "#" text,
    "$1" text, "$${body}" text, "it's" text, "back\slash" text, "percent%20" text, "dotted.column" text, "," text, "(" text);
CREATE TABLE app."two words" ("id""" int, "?" int, note text, PRIMARY KEY ("id""", "?"));
CREATE TABLE app."a ""b"" c" (id int PRIMARY KEY, "a" text);
CREATE TABLE app."50% + 1 & #2" ("a ?" int, "b #" text);
ALTER TABLE app."dotted.name" ALTER COLUMN "say ""hi""" SET STORAGE EXTERNAL;
ALTER TABLE app."50% + 1 & #2" REPLICA IDENTITY FULL;

CREATE SCHEMA ods;
CREATE TABLE ods."dotted.name" ("a b" int PRIMARY KEY, "say ""hi""" text, "what?" text, "a:b" text, "a:?b" text, "#" text,
    "$1" text, "$${body}" text, "it's" text, "back\slash" text, "percent%20" text, "dotted.column" text, "," text, "(" text);
CREATE TABLE ods."two words" ("id""" int, "?" int, note text, PRIMARY KEY ("id""", "?"));
CREATE TABLE ods."a ""b"" c" (id int PRIMARY KEY, "a" text);
CREATE TABLE ods."50% + 1 & #2" ("a ?" int, "b #" text);

CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text);
CREATE TABLE ods."Items as inserted" (name text, id int);
CREATE TABLE ods.notes (id int PRIMARY KEY, note text);
CREATE TABLE ods.notes_seen (id int, note text);

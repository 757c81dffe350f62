CREATE SCHEMA ods;
CREATE TABLE ods.lists (id int PRIMARY KEY, numbers int[], texts text[], matrix int[][]);
CREATE TABLE ods.array_key (path text[] PRIMARY KEY, a text);
CREATE TABLE ods.part_key (n int, path int[], a text, body text, PRIMARY KEY (n, path));

CREATE SCHEMA ods;
CREATE TABLE ods.whole (id int PRIMARY KEY, a text, b text);
CREATE TABLE ods.other_index (id int, code text PRIMARY KEY, a text, b text);
CREATE TABLE ods.no_primary_key (a text, n int NOT NULL, code text NOT NULL, m int NOT NULL, PRIMARY KEY (m, code));

CREATE SCHEMA ods;
CREATE TABLE ods.docs (id int PRIMARY KEY, data jsonb, "what?" text, is_new boolean, flag text, shown text, largest text, note text);
CREATE TABLE ods."odd?name" (id int PRIMARY KEY, a int);

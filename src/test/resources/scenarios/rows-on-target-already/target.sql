CREATE SCHEMA ods;
CREATE TABLE ods.direct (id int PRIMARY KEY, name text);
CREATE TABLE ods.staged (id int PRIMARY KEY, name text);
CREATE TABLE ods.two_keys (a int, b text, name text, PRIMARY KEY (a, b));
CREATE TABLE ods.missing (id int PRIMARY KEY, name text);
CREATE TABLE ods.whole (n int, name text);
INSERT INTO ods.direct VALUES (1, 'old'), (3, 'old'), (5, 'old'), (6, 'of its own');
INSERT INTO ods.staged VALUES (1, 'old'), (3, 'old'), (6, 'of its own');
INSERT INTO ods.two_keys VALUES (1, 'x', 'old'), (2, 'y', 'of its own');

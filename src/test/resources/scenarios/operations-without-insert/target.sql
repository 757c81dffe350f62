CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, name text, body text);
CREATE TABLE ods.filtered (id int PRIMARY KEY, name text);
INSERT INTO ods.items SELECT n, 'row ' || n, (SELECT string_agg(md5('a' || n), '') FROM generate_series(1, 300) AS n) FROM generate_series(1, 4) AS n;
INSERT INTO ods.filtered SELECT n, 'row ' || n FROM generate_series(1, 3) AS n;

CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, mark text DEFAULT 'new', name text, body text);
INSERT INTO ods.items (id, name, mark) SELECT n, 'old', 'mark ' || n FROM generate_series(1, 8) AS n;

CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, mark text DEFAULT 'new', name text, body text, checked boolean NOT NULL DEFAULT false);
CREATE TABLE ods.filtered (id int PRIMARY KEY, name text, amount int, mark text NOT NULL DEFAULT 'new');
CREATE TABLE ods.late (id int PRIMARY KEY, name text, mark text NOT NULL DEFAULT 'new');
INSERT INTO ods.items (id, name, mark, checked) SELECT n, 'old', 'mark ' || n, n % 2 = 0 FROM generate_series(1, 6) AS n;
INSERT INTO ods.filtered (id, amount, mark) VALUES (1, 1, 'mark 1'), (2, 2, 'mark 2');

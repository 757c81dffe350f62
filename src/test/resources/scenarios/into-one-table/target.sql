CREATE SCHEMA ods;
CREATE TABLE ods.orders (region varchar(10), zone int, id int, note text, body text, mark text DEFAULT 'new', PRIMARY KEY (region, zone, id));
CREATE TABLE ods.lines (region text, a int, b text, zone int);
INSERT INTO ods.orders VALUES ('other', 1, 1, 'of another job', NULL, 'kept');

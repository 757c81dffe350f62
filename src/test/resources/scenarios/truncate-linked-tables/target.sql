CREATE SCHEMA ods;
CREATE TABLE ods.a (id int PRIMARY KEY);
CREATE TABLE ods.b (id int PRIMARY KEY, a int REFERENCES ods.a);
CREATE TABLE ods.c (id int PRIMARY KEY, b int REFERENCES ods.b);
CREATE TABLE ods.shared (id int, region text, PRIMARY KEY (region, id));
INSERT INTO ods.shared VALUES (1, 'us');

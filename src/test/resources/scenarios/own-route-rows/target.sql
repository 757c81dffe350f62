CREATE SCHEMA ods;
CREATE TABLE ods.orders (id int PRIMARY KEY, name text, body text, shown text, kept text DEFAULT 'own');
CREATE TABLE ods.lines (a int, b text);

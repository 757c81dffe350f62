CREATE SCHEMA ods;
CREATE TABLE ods.notes (id int PRIMARY KEY, title text, body text, data jsonb);

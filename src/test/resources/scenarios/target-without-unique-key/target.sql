CREATE SCHEMA ods;
-- As an append-optimised table, which has no unique index.
CREATE TABLE ods.items (id int, name text);
CREATE INDEX ON ods.items (id);
INSERT INTO ods.items VALUES (1, 'from before'), (2, 'from before'), (1000, 'of the target');
CREATE TABLE ods.mapped (id int, name text);
INSERT INTO ods.mapped VALUES (1, 'FROM BEFORE'), (1000, 'OF THE TARGET');

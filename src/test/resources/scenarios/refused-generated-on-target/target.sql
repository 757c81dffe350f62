CREATE SCHEMA ods;
CREATE TABLE ods.items (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED);

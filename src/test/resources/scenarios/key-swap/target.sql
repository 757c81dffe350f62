CREATE SCHEMA ods;
CREATE TABLE ods.seats (id int PRIMARY KEY, holder text);

CREATE SCHEMA ods;
CREATE TABLE ods.events (id int PRIMARY KEY, n int);
CREATE TABLE ods.events_1a (id int PRIMARY KEY, n int);

CREATE SCHEMA ods;
CREATE TABLE ods.orders (id int PRIMARY KEY, status text);
CREATE TABLE ods.moved (id int PRIMARY KEY, status text);
CREATE TABLE ods.dropped (id int PRIMARY KEY, status text);

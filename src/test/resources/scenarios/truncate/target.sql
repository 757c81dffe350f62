CREATE SCHEMA ods;
CREATE TABLE ods.a (id int PRIMARY KEY, name text);
CREATE TABLE ods.b (id int PRIMARY KEY, name text);
CREATE TABLE ods.kept (id int PRIMARY KEY, name text);
CREATE TABLE ods.parts (id int PRIMARY KEY, name text);

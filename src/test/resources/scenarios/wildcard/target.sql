CREATE SCHEMA ods;
CREATE TABLE ods.a (id int PRIMARY KEY, name text);
CREATE TABLE ods."B b" (id int PRIMARY KEY, name text);
CREATE TABLE ods.parts (id int PRIMARY KEY, name text);
CREATE SCHEMA extra;
CREATE TABLE extra.special (id int PRIMARY KEY, title text);
CREATE TABLE ods.named (id int PRIMARY KEY, name text);

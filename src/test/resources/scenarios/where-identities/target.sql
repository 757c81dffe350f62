CREATE SCHEMA ods;
CREATE TABLE ods.by_default (id int PRIMARY KEY, name text, body text, size int);
CREATE TABLE ods.by_index (code text PRIMARY KEY, name text);
CREATE TABLE ods.in_full (id int PRIMARY KEY, name text, size int, title text, body text);
CREATE TABLE ods.by_nothing (id int, name text, size int);

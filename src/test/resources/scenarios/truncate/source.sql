CREATE SCHEMA app;
CREATE TABLE app.a (id int PRIMARY KEY, name text);
CREATE TABLE app.b (id int PRIMARY KEY, name text);
CREATE TABLE app.kept (id int PRIMARY KEY, name text);
CREATE TABLE app.unnamed (id int);
CREATE TABLE app.parts (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM (0) TO (10);
CREATE TABLE app.parts_2 PARTITION OF app.parts FOR VALUES FROM (10) TO (100);

CREATE SCHEMA app;
CREATE TABLE app.a (id int PRIMARY KEY);
CREATE TABLE app.b (id int PRIMARY KEY, a int REFERENCES app.a);
CREATE TABLE app.c (id int PRIMARY KEY, b int REFERENCES app.b);
CREATE TABLE app.eu (id int PRIMARY KEY);

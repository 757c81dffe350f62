CREATE SCHEMA app;
CREATE TABLE app.direct (id int PRIMARY KEY, name text);
CREATE TABLE app.staged (id int PRIMARY KEY, name text);
CREATE TABLE app.two_keys (a int, b text, name text, PRIMARY KEY (a, b));
CREATE TABLE app.missing (id int PRIMARY KEY, name text);
CREATE TABLE app.whole (n int, name text);
ALTER TABLE app.whole REPLICA IDENTITY FULL;
INSERT INTO app.whole VALUES (1, 'a'), (2, 'b');
INSERT INTO app.missing VALUES (1, 'a'), (2, 'b'), (3, 'c');

CREATE SCHEMA app;
-- By name and by size the children come first.
CREATE TABLE app.parents (id int PRIMARY KEY, name text);
CREATE TABLE app.children (id int PRIMARY KEY, parent int REFERENCES app.parents DEFERRABLE INITIALLY DEFERRED);
-- Two that refer to each other, and one that refers to itself.
CREATE TABLE app.staff (id int PRIMARY KEY, store int);
CREATE TABLE app.stores (id int PRIMARY KEY, manager int REFERENCES app.staff DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE app.staff ADD FOREIGN KEY (store) REFERENCES app.stores DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE app.tree (id int PRIMARY KEY, up int REFERENCES app.tree DEFERRABLE INITIALLY DEFERRED);
BEGIN;
INSERT INTO app.parents VALUES (100, 'from before');
INSERT INTO app.children VALUES (100000, 100);
INSERT INTO app.stores VALUES (100, 100);
INSERT INTO app.staff VALUES (100, 100);
INSERT INTO app.tree VALUES (100, 100);
COMMIT;

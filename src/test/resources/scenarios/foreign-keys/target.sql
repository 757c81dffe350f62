CREATE SCHEMA ods;
-- By name and by size the children come first.
CREATE TABLE ods.parents (id int PRIMARY KEY, name text);
CREATE TABLE ods.children (id int PRIMARY KEY, parent int REFERENCES ods.parents DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE ods.staff (id int PRIMARY KEY, store int);
CREATE TABLE ods.stores (id int PRIMARY KEY, manager int REFERENCES ods.staff DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE ods.staff ADD FOREIGN KEY (store) REFERENCES ods.stores DEFERRABLE INITIALLY DEFERRED;
CREATE TABLE ods.tree (id int PRIMARY KEY, up int REFERENCES ods.tree DEFERRABLE INITIALLY DEFERRED);

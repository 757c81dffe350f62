CREATE SCHEMA ods;
-- Checked at once, by name and by size the children come first, and an update of a parent would delete its children.
CREATE TABLE ods.parents (id int PRIMARY KEY, name text);
CREATE TABLE ods.children (id int PRIMARY KEY, parent int REFERENCES ods.parents ON DELETE CASCADE);
-- It would drop every row.
CREATE FUNCTION ods.drop_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER dropping BEFORE INSERT OR DELETE ON ods.parents FOR EACH ROW EXECUTE PROCEDURE ods.drop_row();
CREATE RULE never AS ON DELETE TO ods.children DO INSTEAD NOTHING;

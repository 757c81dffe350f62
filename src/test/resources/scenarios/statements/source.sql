CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY, name text, body text);
ALTER TABLE app.items ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE app.parents (id int PRIMARY KEY, name text);
CREATE TABLE app.children (id int PRIMARY KEY, parent int DEFAULT 1 REFERENCES app.parents ON UPDATE CASCADE ON DELETE CASCADE);
CREATE TABLE app.others (id int PRIMARY KEY, parent int DEFAULT 1 REFERENCES app.parents ON UPDATE SET NULL ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE app.seen (at int, what text, id int PRIMARY KEY);
CREATE FUNCTION app.see() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := NEW.name || '!';
    INSERT INTO app.seen SELECT count(*), TG_OP || ' ' || NEW.name, count(*) FROM app.seen;
    RETURN NEW;
END $$;
CREATE TRIGGER see BEFORE INSERT OR UPDATE ON app.parents FOR EACH ROW EXECUTE PROCEDURE app.see();
CREATE TABLE app.ruled (id int PRIMARY KEY, name text);
CREATE RULE kept AS ON DELETE TO app.ruled DO INSTEAD UPDATE app.ruled SET name = 'deleted' WHERE id = OLD.id;
CREATE RULE doubled AS ON INSERT TO app.ruled DO ALSO INSERT INTO app.items VALUES (NEW.id + 1000, NEW.name, NULL);
CREATE VIEW app.view AS SELECT id, name FROM app.items WHERE id >= 0;
CREATE TABLE app.copied (id int PRIMARY KEY, name text, body text);
ALTER TABLE app.copied ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE app.covering (id int, name text, CONSTRAINT covering_key PRIMARY KEY (id) INCLUDE (name));
-- A row of these has had more columns, or fewer, than it has now.
CREATE TABLE app.dropped_column (a int, gone int, b int);
ALTER TABLE app.dropped_column REPLICA IDENTITY FULL;
INSERT INTO app.dropped_column VALUES (1, 1, 1), (1, 2, 1), (2, 2, 2);
ALTER TABLE app.dropped_column DROP COLUMN gone;
CREATE TABLE app.late_column (a int);
ALTER TABLE app.late_column REPLICA IDENTITY FULL;
INSERT INTO app.late_column VALUES (1), (2);
ALTER TABLE app.late_column ADD COLUMN b boolean DEFAULT false NOT NULL;

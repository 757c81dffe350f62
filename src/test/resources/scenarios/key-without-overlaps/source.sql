CREATE SCHEMA app;
CREATE TABLE app.rooms (room int4range, during daterange, guest text, body text, PRIMARY KEY (room, during WITHOUT OVERLAPS));
ALTER TABLE app.rooms ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE app.whole (LIKE app.rooms INCLUDING ALL);
ALTER TABLE app.whole REPLICA IDENTITY FULL;
CREATE TABLE app.by_unique (id int PRIMARY KEY, room int4range NOT NULL, during daterange NOT NULL, guest text,
    CONSTRAINT by_unique_during UNIQUE (room, during WITHOUT OVERLAPS));
ALTER TABLE app.by_unique REPLICA IDENTITY USING INDEX by_unique_during;

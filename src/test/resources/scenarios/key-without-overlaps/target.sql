CREATE SCHEMA ods;
CREATE TABLE ods.rooms (room int4range, during daterange, guest text, body text);
CREATE TABLE ods.whole (room int4range, during daterange, guest text, body text);
CREATE TABLE ods.by_unique (id int, room int4range, during daterange, guest text);
-- As at the source, where the server can.
DO $$
DECLARE
    more text := CASE WHEN current_setting('server_version_num')::int >= 180000 THEN 'WITHOUT OVERLAPS' ELSE '' END;
BEGIN
    EXECUTE format('ALTER TABLE ods.rooms ADD PRIMARY KEY (room, during %s)', more);
    EXECUTE format('ALTER TABLE ods.whole ADD PRIMARY KEY (room, during %s)', more);
    EXECUTE format('ALTER TABLE ods.by_unique ADD UNIQUE (room, during %s)', more);
END $$;

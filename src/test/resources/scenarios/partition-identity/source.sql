CREATE SCHEMA app;
CREATE TABLE app.parts (id int PRIMARY KEY, big text, n int) PARTITION BY RANGE (id);
CREATE TABLE app.part PARTITION OF app.parts FOR VALUES FROM (0) TO (1000);
-- The leaf's stays DEFAULT: the old row of a changed key comes as a whole one, but with the key alone in it.
ALTER TABLE ONLY app.parts REPLICA IDENTITY FULL;
ALTER TABLE app.parts ALTER COLUMN big SET STORAGE EXTERNAL;
ALTER TABLE app.part ALTER COLUMN big SET STORAGE EXTERNAL;

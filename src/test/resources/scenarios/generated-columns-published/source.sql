CREATE SCHEMA app;
CREATE TABLE app.taken (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text,
                        big text GENERATED ALWAYS AS (b || b) STORED);
ALTER TABLE app.taken ALTER COLUMN b SET STORAGE EXTERNAL, ALTER COLUMN big SET STORAGE EXTERNAL;
CREATE TABLE app.whole (LIKE app.taken INCLUDING ALL);
ALTER TABLE app.whole REPLICA IDENTITY FULL;
CREATE TABLE app.keyless (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b text);
ALTER TABLE app.keyless REPLICA IDENTITY FULL;
CREATE TABLE app.in_key (a int, twice int GENERATED ALWAYS AS (a * 2) STORED PRIMARY KEY, b text);
CREATE TABLE app.in_index (a int, twice int NOT NULL GENERATED ALWAYS AS (a * 2) STORED, b text);
CREATE UNIQUE INDEX in_index_twice ON app.in_index (twice);
ALTER TABLE app.in_index REPLICA IDENTITY USING INDEX in_index_twice;
CREATE TABLE app.source_only (LIKE app.taken INCLUDING ALL);
CREATE TABLE app.computed (LIKE app.taken INCLUDING ALL);
CREATE TABLE app.virtual (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) VIRTUAL, b text);
CREATE TABLE app.events (id int, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE app.events_1 PARTITION OF app.events FOR VALUES FROM (0) TO (100);
-- Its columns stand in another order.
CREATE TABLE app.events_2 (twice int GENERATED ALWAYS AS (a * 2) STORED, a int, id int NOT NULL);
ALTER TABLE app.events ATTACH PARTITION app.events_2 FOR VALUES FROM (100) TO (200);
ALTER TABLE app.events_2 REPLICA IDENTITY FULL;

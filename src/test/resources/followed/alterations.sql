-- column added
ALTER TABLE {t} ADD COLUMN more text;
UPDATE {t} SET more = 'x' || n WHERE n % 2 = 0;

-- column added with a constant default
ALTER TABLE {t} ADD COLUMN more int DEFAULT 7;

-- column added with a default that differs from row to row
ALTER TABLE {t} ADD COLUMN more text DEFAULT md5(random()::text);

-- column added that must have a value
ALTER TABLE {t} ADD COLUMN more numeric(9,3) NOT NULL DEFAULT 1.125;

-- columns of many types added at once
ALTER TABLE {t} ADD COLUMN a date DEFAULT '2030-01-31', ADD COLUMN b int[] DEFAULT '{1,2}', ADD COLUMN "Mixed Case" boolean,
    ADD COLUMN d timestamptz DEFAULT '2030-01-31 00:00:00+00', ADD COLUMN e jsonb DEFAULT '{"k": [1, 2]}';

-- columns added one after the other
ALTER TABLE {t} ADD COLUMN a int DEFAULT 1;
INSERT INTO {t} (n) VALUES (1001);
-- next transaction
ALTER TABLE {t} ADD COLUMN b int DEFAULT 2;
INSERT INTO {t} (n) VALUES (1002);
-- next transaction
ALTER TABLE {t} ADD COLUMN c int DEFAULT 3;

-- column of a type that the target lacks added
CREATE TYPE app.mood_{n} AS ENUM ('so', 'well');
ALTER TABLE {t} ADD COLUMN mood app.mood_{n} DEFAULT 'well';

-- column of a domain added
CREATE DOMAIN app.amount_{n} AS numeric(10,2) CHECK (value >= 0);
ALTER TABLE {t} ADD COLUMN amount app.amount_{n} DEFAULT 2;

-- column renamed
ALTER TABLE {t} RENAME COLUMN w TO words;

-- column renamed to a name with a space
ALTER TABLE {t} RENAME COLUMN w TO "The Words";

-- column renamed twice
ALTER TABLE {t} RENAME COLUMN w TO words;
INSERT INTO {t} (n) VALUES (1003);
-- next transaction
ALTER TABLE {t} RENAME COLUMN words TO text;

-- column renamed and another one added under its name
ALTER TABLE {t} RENAME COLUMN w TO words;
ALTER TABLE {t} ADD COLUMN w text DEFAULT 'new';

-- columns exchange their names
ALTER TABLE {t} RENAME COLUMN s TO other;
ALTER TABLE {t} RENAME COLUMN w TO s;
ALTER TABLE {t} RENAME COLUMN other TO w;

-- column renamed to the former name of another one
ALTER TABLE {t} RENAME COLUMN w TO words;
ALTER TABLE {t} RENAME COLUMN s TO w;

-- key column renamed
ALTER TABLE {t} RENAME COLUMN id TO number;

-- int becomes bigint
ALTER TABLE {t} ALTER COLUMN k TYPE bigint;
INSERT INTO {t} (k) VALUES (5000000000);

-- int becomes text
ALTER TABLE {t} ALTER COLUMN k TYPE text;
UPDATE {t} SET k = 'many' WHERE n % 3 = 0;

-- int becomes numeric by an expression
ALTER TABLE {t} ALTER COLUMN k TYPE numeric(12,2) USING k / 4.0;

-- varchar becomes longer
ALTER TABLE {t} ALTER COLUMN s TYPE varchar(40);
UPDATE {t} SET s = repeat('y', 40) WHERE n % 3 = 0;

-- numeric gets a larger scale
ALTER TABLE {t} ALTER COLUMN v TYPE numeric(14,5);
UPDATE {t} SET v = 1.23456 WHERE n % 3 = 0;

-- timestamp becomes timestamptz
ALTER TABLE {t} ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'UTC';

-- key column becomes bigint
ALTER TABLE {t} ALTER COLUMN id TYPE bigint;

-- column renamed and of another type
ALTER TABLE {t} RENAME COLUMN k TO large;
ALTER TABLE {t} ALTER COLUMN large TYPE bigint;

-- column dropped
ALTER TABLE {t} DROP COLUMN w;

-- column dropped that must have a value
ALTER TABLE {t} DROP COLUMN s;

-- column dropped and added again with another type
ALTER TABLE {t} DROP COLUMN k;
ALTER TABLE {t} ADD COLUMN k text DEFAULT 'again';

-- NOT NULL dropped
ALTER TABLE {t} ALTER COLUMN s DROP NOT NULL;
UPDATE {t} SET s = NULL WHERE n % 2 = 0;

-- NOT NULL dropped from a column that is renamed
ALTER TABLE {t} ALTER COLUMN s DROP NOT NULL;
ALTER TABLE {t} RENAME COLUMN s TO short;
UPDATE {t} SET short = NULL WHERE n % 2 = 0;

-- NOT NULL set
UPDATE {t} SET w = 'w' WHERE w IS NULL;
ALTER TABLE {t} ALTER COLUMN w SET NOT NULL;

-- key gets one more column
ALTER TABLE {t} DROP CONSTRAINT {n}_pkey, ADD PRIMARY KEY (id, s);

-- key passes to another column
ALTER TABLE {t} ADD COLUMN code int DEFAULT nextval('app.ids');
ALTER TABLE {t} DROP CONSTRAINT {n}_pkey, ADD PRIMARY KEY (code);
UPDATE {t} SET id = 1 WHERE n % 2 = 0;

-- key column dropped
ALTER TABLE {t} DROP COLUMN id, ADD COLUMN code int PRIMARY KEY DEFAULT nextval('app.ids');

-- key dropped
ALTER TABLE {t} DROP CONSTRAINT {n}_pkey, REPLICA IDENTITY FULL;
INSERT INTO {t} (id, n) SELECT id, 1004 FROM {t} ORDER BY id LIMIT 1;

-- identity passes to a unique index
ALTER TABLE {t} ADD COLUMN code int NOT NULL DEFAULT nextval('app.ids');
CREATE UNIQUE INDEX {n}_code ON {t} (code);
ALTER TABLE {t} REPLICA IDENTITY USING INDEX {n}_code;

-- index, default, comment and storage, which are not followed
CREATE INDEX ON {t} (n);
ALTER TABLE {t} ALTER COLUMN w SET DEFAULT 'other', ALTER COLUMN w SET STORAGE EXTERNAL;
COMMENT ON TABLE {t} IS 'altered';

-- table created
CREATE TABLE {t}_too (id int PRIMARY KEY, text text);
INSERT INTO {t}_too SELECT n, 'row ' || n FROM generate_series(1, 100) AS n;

-- table renamed
ALTER TABLE {t} RENAME TO {n}_renamed;

-- table dropped
DROP TABLE {t};

-- table dropped and created again with other columns
DROP TABLE {t};
CREATE TABLE {t} (text text DEFAULT 'anew', n int DEFAULT 5, id int PRIMARY KEY DEFAULT nextval('app.ids'));
INSERT INTO {t} (n) SELECT n FROM generate_series(1, 20) AS n;

-- many alterations in one transaction with rows between
INSERT INTO {t} (n) VALUES (1005);
ALTER TABLE {t} ADD COLUMN more int DEFAULT 3;
INSERT INTO {t} (n, more) VALUES (1006, 4);
ALTER TABLE {t} RENAME COLUMN w TO words;
ALTER TABLE {t} ALTER COLUMN k TYPE bigint;
INSERT INTO {t} (n, k) VALUES (1007, 6000000000);
ALTER TABLE {t} DROP COLUMN v;
INSERT INTO {t} (n) VALUES (1008);

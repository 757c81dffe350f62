CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'very happy');
CREATE TYPE app.pair AS (n int, t text);
CREATE DOMAIN app.positive AS int CHECK (VALUE > 0);
CREATE TABLE app.types (
    id int PRIMARY KEY, small int2, big int8, exact numeric(12,4), any_numeric numeric, real float4, double float8, flag boolean, t text, v varchar(20),
    c char(8), bytes bytea, d date, tm time, tm3 time(3), ts timestamp, ts3 timestamp(3), tz timestamptz, iv interval, u uuid, j json, jb jsonb, ip inet, net cidr, mac macaddr,
    b bit(5), vb varbit, b1 bit(1), ints int[], texts text[], dates date[], nums numeric[], pt point, box box, r int4range, nr numrange, tr tstzrange, tsv tsvector, x xml,
    m app.mood, p app.pair, h hstore, ci citext, dom app.positive, o oid, nm name, ch "char", lsn pg_lsn, mac8 macaddr8, path jsonpath, moods app.mood[], stamps timestamptz[]);
CREATE TABLE app.keys_uuid (id uuid PRIMARY KEY, a text);
CREATE TABLE app.keys_time (id timestamptz, d date, tm time, PRIMARY KEY (id, d, tm), a text);
CREATE TABLE app.keys_bytes (id bytea PRIMARY KEY, a text);
CREATE TABLE app.keys_mixed (c char(4), b bit(3), flag boolean, m app.mood, n numeric(8,2), v varchar(9), dom app.positive, ip inet, a text,
    PRIMARY KEY (c, b, flag, m, n, v, dom, ip));
CREATE TABLE app.keys_float (id float4, d float8, a text, PRIMARY KEY (id, d));
CREATE TABLE app.keys_range (r int4range, j jsonb, p app.pair, a text, PRIMARY KEY (r, j, p));

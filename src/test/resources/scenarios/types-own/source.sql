CREATE EXTENSION IF NOT EXISTS hstore;
CREATE EXTENSION IF NOT EXISTS citext;
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'very happy', 'with "quotes"', 'back\slash', 'é', 'NULL', '');
CREATE DOMAIN app.positive AS int CHECK (VALUE > 0);
CREATE DOMAIN app.code AS varchar(5) NOT NULL DEFAULT '-';
CREATE DOMAIN app.zoned AS timetz;
CREATE DOMAIN app.span AS interval;
CREATE DOMAIN app.list AS int[] CHECK (array_ndims(VALUE) = 1);
CREATE DOMAIN app.small AS app.positive CHECK (VALUE < 100);
CREATE TYPE app.pair AS (n int, t text);
CREATE TYPE app.nested AS (p app.pair, list app.pair[], m app.mood, tz timetz, iv interval, h hstore, small app.small);
CREATE TYPE app."Odd ""name" AS (a numeric, "b c" bytea);
-- Named like types of the server's own, and like each other.
CREATE TYPE app.date AS ENUM ('monday', 'tuesday');
CREATE DOMAIN app.int4 AS text;
CREATE TYPE app.interval AS (since date, until date);
CREATE SCHEMA other;
CREATE DOMAIN other.mood AS int;
CREATE TYPE other.positive AS ENUM ('yes');
CREATE TABLE app.types (m app.mood, pos app.positive, code app.code, zone app.zoned, span app.span, list app.list, small app.small, p app.pair, n app.nested, odd app."Odd ""name",
    ms app.mood[], poss app.positive[], codes app.code[], zones app.zoned[], ps app.pair[], ns app.nested[], odds app."Odd ""name"[],
    day app.date, word app.int4, during app.interval, om other.mood, op other.positive, oms other.mood[]);
INSERT INTO app.types VALUES
    ('sad', 1, 'a', '01:02:03+05:30', '1 year -1 day', '{1,2}', 1, ROW(1, 'x "y", (z)'), ROW(ROW(1, 'a,b'), ARRAY[ROW(1, NULL)::app.pair, NULL, ROW(NULL, '"{}"')::app.pair], 'sad', '24:00-04:56:02', '-1 day', 'a=>"b \"c"', 5), ROW(1.50, '\x00ff5c'),
     ARRAY['sad', 'with "quotes"', 'back\slash', 'NULL', '', NULL]::app.mood[], '{1,NULL,3}', '{a,"b c"}', '{24:00-04:56:02,01:00+05:30}', ARRAY[ROW(1, 'x "y", (z)')::app.pair, ROW(NULL, NULL)::app.pair, NULL],
     ARRAY[ROW(ROW(1, E'\\'), ARRAY[ROW(1, '"')::app.pair], 'é', '01:00+01', '1 mon', '', 99)]::app.nested[], ARRAY[ROW('NaN', '')]::app."Odd ""name"[], 'monday', 'word', ROW('infinity', '0044-03-15 BC'), 7, 'yes', '{1,2}'),
    ('very happy', 2147483647, 'b', '00:00+00', '0', '[5:6]={1,NULL}', 99, ROW(NULL, NULL), ROW(NULL, '{}', NULL, NULL, NULL, NULL, NULL), ROW(NULL, NULL), '{}', '{}', '{}', '{}', '{}', '{}', '{}', 'tuesday', '', ROW(NULL, NULL), -1, NULL, '{}'),
    ('with "quotes"', 2, '', '24:00+00', '2562047788:00:54.775807', '{3}', 2, ROW(2, ''), NULL, ROW(0.00, '\x22'), '{{sad,NULL}}', '{{1,2},{3,4}}', '[0:0]={x}', NULL, '[2:2]={"(1,)"}', NULL, NULL, 'monday', E'\\N', ROW('2024-01-01', NULL), 0, 'yes', NULL),
    ('back\slash', 3, ' ', '12:00-12', '-1 mon', '{4}', 3, ROW(3, E'\t\n\\'), ROW(ROW(3, E'\t'), NULL, 'NULL', NULL, NULL, NULL, NULL), ROW(-1, '\x5c'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'NULL', NULL, 2, NULL, NULL),
    ('é', 4, 'é', '12:00+14', '1 mon', '{5}', 4, ROW(4, '表'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'x', NULL, 3, NULL, NULL),
    ('NULL', 5, 'NULL', '12:00+13', '2 mon', '{6}', 5, ROW(5, 'NULL'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'y', NULL, 4, NULL, NULL),
    ('', 6, '"', '12:00+12', '3 mon', '{7}', 6, ROW(6, '"'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'z', NULL, 5, NULL, NULL),
    (NULL, NULL, 'c', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
\ir ../types-keys.sql

CREATE SCHEMA ods;
CREATE TYPE ods.mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE ods.items (id bigint PRIMARY KEY, data varchar, mood text, n numeric, amount float8, at timestamp, flag varchar(5), body varchar(20000));
CREATE TABLE ods.staged (id bigint PRIMARY KEY, data jsonb, mood text, n numeric, amount int, at timestamp, flag varchar(5));
CREATE TABLE ods.enum_key (mood varchar(10) PRIMARY KEY, a text);
CREATE TABLE ods.printed (id int PRIMARY KEY, u text, j text, jb text, m text, d text, tt text, ts text, iv text, b text, ip text, ints text, texts text, r text, x text, bits text, f text, num text, pt text, lsn text, v text, tz text);
CREATE TABLE ods.evaluated (id int PRIMARY KEY, u varchar(100), j varchar(100), jb varchar(100), m varchar(100), d varchar(100), tt varchar(100), ts varchar(100), iv varchar(100), b varchar(100), ip varchar(100), ints varchar(100), texts varchar(100), r varchar(100), x varchar(100), bits varchar(100), f varchar(100), num varchar(100), pt varchar(100), lsn varchar(100), v varchar(100), tz text);
CREATE TABLE ods.parsed (id bigint PRIMARY KEY, u uuid, j json, jb jsonb, m ods.mood, d date, tt timetz, ts timestamp, iv interval, b bytea, ip inet, ints int[], texts text[], r int4range, x xml, bits bit(3), f float8, num numeric, pt point, lsn pg_lsn, v tsvector, tz timestamptz);
CREATE TABLE ods.rounded (id int PRIMARY KEY, amount numeric(10,2), at date);

CREATE EXTENSION IF NOT EXISTS hstore;
CREATE SCHEMA ods;
CREATE TABLE ods.notes (id int PRIMARY KEY, title text, body text, picture bytea, data jsonb);
CREATE TABLE ods.types (id int PRIMARY KEY, n int, a text[], b int[], c json, d xml, e varchar, f hstore, g numeric, h tsvector, i bigint[], j uuid[],
    k varbit, l timestamptz[], m bpchar);

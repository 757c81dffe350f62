CREATE SCHEMA app;
-- A type with a text form alone, and without operators.
CREATE TYPE app.word;
CREATE FUNCTION app.word_in(cstring, oid, integer) RETURNS app.word LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION app.word_out(app.word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE TYPE app.word (INPUT = app.word_in, OUTPUT = app.word_out);
CREATE TABLE app.words (id int PRIMARY KEY, w app.word, list app.word[], note text);
CREATE TABLE app.by_row (w app.word, n int);
ALTER TABLE app.by_row REPLICA IDENTITY FULL;
-- A domain whose check looks into a table.
CREATE FUNCTION app.grows(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN $1 > COALESCE((SELECT max(n) FROM app.growing), 0); END $$;
CREATE DOMAIN app.number AS int CHECK (app.grows(VALUE));
CREATE TABLE app.growing (n app.number, note text);
INSERT INTO app.growing VALUES (10, 'first');

CREATE SCHEMA ods;
CREATE EXTENSION IF NOT EXISTS citext;
-- What these types hold for equal are still rows of their own.
CREATE TABLE ods.words (word citext, n numeric);
CREATE TABLE ods.padded (word char(5), n int);

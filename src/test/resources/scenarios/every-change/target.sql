CREATE SCHEMA ods;
CREATE TABLE ods.orders (recorded bigserial, id int, status varchar(5), amount numeric(10,2), op text NOT NULL, lsn pg_lsn NOT NULL, at timestamptz NOT NULL, seq int NOT NULL, PRIMARY KEY (lsn, seq));
CREATE TABLE ods.notes (op varchar(6), id int, title text, size int, body text, lsn text, seq bigint);
CREATE TABLE ods.lines (a int, b text, op text, lsn pg_lsn, seq int);

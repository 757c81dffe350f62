CREATE SCHEMA ods;
CREATE TABLE ods.orders (id int PRIMARY KEY, status text, body text, last_operation text, last_lsn pg_lsn, last_change timestamptz);
CREATE TABLE ods.staged (id int PRIMARY KEY, status text, body text, last_operation text, last_lsn pg_lsn, last_change timestamptz, own text DEFAULT 'own');

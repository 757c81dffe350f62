CREATE SCHEMA ods;
CREATE TABLE ods.items (id bigint PRIMARY KEY, data varchar, mood text, n numeric, amount float8, at timestamp, flag varchar(5), body varchar(20000));
CREATE TABLE ods.staged (id bigint PRIMARY KEY, data jsonb, mood text, n numeric, amount int, at timestamp, flag varchar(5));
CREATE TABLE ods.enum_key (mood varchar(10) PRIMARY KEY, a text);

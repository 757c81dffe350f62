CREATE SCHEMA ods;
CREATE TABLE ods.accounts (id int PRIMARY KEY, balance numeric NOT NULL);
CREATE TABLE ods.transfers (id int PRIMARY KEY, payer int, payee int, amount numeric);
CREATE TABLE ods.zeroes (n int);

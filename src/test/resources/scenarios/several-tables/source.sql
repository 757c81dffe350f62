CREATE SCHEMA app;
CREATE TABLE app.accounts (id int PRIMARY KEY, balance numeric NOT NULL);
CREATE TABLE app.transfers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payer int, payee int, amount numeric);
CREATE TABLE app.zeroes (n int);

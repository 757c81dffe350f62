CREATE SCHEMA ods;
CREATE TABLE ods.orders (id int PRIMARY KEY, amount numeric, status text, body text, kind text, data jsonb);
CREATE TABLE ods.other_column (id int PRIMARY KEY, a text);

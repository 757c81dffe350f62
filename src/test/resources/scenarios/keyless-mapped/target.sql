CREATE SCHEMA ods;
CREATE TABLE ods.lines (price numeric(10,2), text varchar(20), a bigint, arrived timestamptz DEFAULT now());
CREATE TABLE ods.computed (a int, upper_b text, price numeric(10,1));
CREATE TABLE ods.filtered (b text);

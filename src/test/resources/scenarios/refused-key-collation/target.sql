CREATE SCHEMA ods;
CREATE COLLATION ods.loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE ods.items (code text COLLATE ods.loose PRIMARY KEY, name text);

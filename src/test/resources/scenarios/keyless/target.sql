CREATE SCHEMA ods;
CREATE TABLE ods.readings (sensor int, value text, at timestamp);
CREATE TABLE ods.mixed (a json, b float8, c float4, d numeric, e text[], f char(5), g boolean, h timestamptz, i bytea);
CREATE TABLE ods.big (n int, body text);

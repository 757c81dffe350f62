CREATE SCHEMA app;
CREATE TABLE app.readings (sensor int, value text, at timestamp);
ALTER TABLE app.readings REPLICA IDENTITY FULL;
CREATE TABLE app.mixed (a json, b float8, c float4, d numeric, e text[], f char(5), g boolean, h timestamptz, i bytea);
ALTER TABLE app.mixed REPLICA IDENTITY FULL;
CREATE TABLE app.big (n int, body text);
ALTER TABLE app.big REPLICA IDENTITY FULL;
ALTER TABLE app.big ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE SCHEMA ods;
CREATE TABLE ods.pages (address text PRIMARY KEY, visits int, note text);

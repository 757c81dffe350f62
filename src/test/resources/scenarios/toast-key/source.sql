-- A key that is large enough to be stored out of line: an update that leaves it alone brings it with the old row only.
CREATE SCHEMA app;
CREATE TABLE app.pages (address text PRIMARY KEY, visits int, note text);
ALTER TABLE app.pages ALTER address SET STORAGE EXTERNAL;

CREATE SCHEMA ods;
CREATE TABLE ods.stock (
    day date, item int, region text, amount int, note text, PRIMARY KEY (region, day, item));

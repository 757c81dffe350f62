CREATE SCHEMA ods;
CREATE TABLE ods.orders (region text, id int, note text, PRIMARY KEY (region, id));

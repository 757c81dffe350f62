CREATE SCHEMA ods;
CREATE TABLE ods.samples (id int, one float8, few float8[], place point, small real);

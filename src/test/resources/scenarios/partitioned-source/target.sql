CREATE SCHEMA ods;
CREATE TABLE ods.events (id int, day date, kind text, PRIMARY KEY (id, day));
CREATE TABLE ods.days_2024 (id int, day date, PRIMARY KEY (id, day));
CREATE TABLE ods.regions (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE ods.regions_n PARTITION OF ods.regions FOR VALUES IN ('n');
CREATE TABLE ods.regions_other PARTITION OF ods.regions DEFAULT;

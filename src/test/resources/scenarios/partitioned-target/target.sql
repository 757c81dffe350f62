CREATE SCHEMA ods;
CREATE TABLE ods.events (id int, day date, region text, body text) PARTITION BY RANGE (day);
CREATE TABLE ods.events_2023 PARTITION OF ods.events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01') PARTITION BY LIST (region);
CREATE TABLE ods.events_2023_n PARTITION OF ods.events_2023 FOR VALUES IN ('n');
CREATE TABLE ods.events_2023_s PARTITION OF ods.events_2023 FOR VALUES IN ('s');
CREATE TABLE ods.events_2024 PARTITION OF ods.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');

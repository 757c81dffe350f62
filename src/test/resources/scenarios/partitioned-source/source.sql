CREATE SCHEMA app;
CREATE TABLE app.events (id int, day date, kind text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE app.events_2023 PARTITION OF app.events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
-- Its columns stand in another order.
CREATE TABLE app.events_2024 (kind text, day date NOT NULL, id int NOT NULL);
ALTER TABLE app.events ATTACH PARTITION app.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- A part of it is captured alone, which is divided again.
CREATE TABLE app.days (id int, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE app.days_2024 PARTITION OF app.days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE app.days_2024_few PARTITION OF app.days_2024 FOR VALUES IN (1, 2, 3);
CREATE TABLE app.days_2024_rest PARTITION OF app.days_2024 DEFAULT;
CREATE TABLE app.days_rest PARTITION OF app.days DEFAULT;
CREATE TABLE app.regions (id int, region text, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE app.regions_n PARTITION OF app.regions FOR VALUES IN ('n');
CREATE TABLE app.regions_other PARTITION OF app.regions DEFAULT PARTITION BY HASH (id);
CREATE TABLE app.regions_other_0 PARTITION OF app.regions_other FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE app.regions_other_1 PARTITION OF app.regions_other FOR VALUES WITH (MODULUS 2, REMAINDER 1);

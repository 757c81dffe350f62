CREATE SCHEMA app;
CREATE TABLE app.parts (id int, day date, name text) PARTITION BY RANGE (day);
CREATE TABLE app.parts_2023 PARTITION OF app.parts (PRIMARY KEY (id, day)) FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE app.parts_2024 (name text, day date NOT NULL, id int NOT NULL, PRIMARY KEY (id, day));
ALTER TABLE app.parts ATTACH PARTITION app.parts_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- Without a key; nobody names it, nor the table as a whole.
CREATE TABLE app.parts_2025 PARTITION OF app.parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE app.leaves (id int, n int) PARTITION BY RANGE (n);
CREATE TABLE app.leaves_1 PARTITION OF app.leaves FOR VALUES FROM (0) TO (10);
CREATE TABLE app.leaves_2 PARTITION OF app.leaves FOR VALUES FROM (10) TO (20);
ALTER TABLE app.leaves_1 REPLICA IDENTITY FULL;
ALTER TABLE app.leaves_2 REPLICA IDENTITY FULL;

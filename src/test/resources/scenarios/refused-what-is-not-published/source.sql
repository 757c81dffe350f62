CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY);
CREATE UNLOGGED TABLE app.unlogged (id int PRIMARY KEY);
CREATE VIEW app.view AS SELECT * FROM app.items;
CREATE MATERIALIZED VIEW app.materialized AS SELECT * FROM app.items;
CREATE SEQUENCE app.numbers;

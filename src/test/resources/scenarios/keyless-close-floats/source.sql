CREATE SCHEMA app;
CREATE TABLE app.samples (id int, one float8, few float8[], place point, small real);
ALTER TABLE app.samples REPLICA IDENTITY FULL;

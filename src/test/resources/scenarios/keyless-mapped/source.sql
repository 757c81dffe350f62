CREATE SCHEMA app;
CREATE TABLE app.lines (a int, b text, left_out int, price numeric(5,1));
ALTER TABLE app.lines REPLICA IDENTITY FULL;
CREATE TABLE app.computed (a int, b text, price numeric);
ALTER TABLE app.computed REPLICA IDENTITY FULL;
CREATE TABLE app.filtered (a int, b text);
ALTER TABLE app.filtered REPLICA IDENTITY FULL;

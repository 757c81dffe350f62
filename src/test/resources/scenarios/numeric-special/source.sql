CREATE SCHEMA app;
CREATE TABLE app.limits (id numeric PRIMARY KEY, upper numeric);

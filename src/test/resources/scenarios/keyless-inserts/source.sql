CREATE SCHEMA app;
CREATE TABLE app.log (line text, at int);

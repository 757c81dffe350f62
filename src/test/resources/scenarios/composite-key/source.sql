CREATE SCHEMA app;
CREATE TABLE app.stock (
    amount int, region text, note text, day date, item int, PRIMARY KEY (item, region, day));

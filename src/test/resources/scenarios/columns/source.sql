CREATE SCHEMA app;
CREATE TABLE app.orders (secret text, id int PRIMARY KEY, "Customer Id" int, status text, amount numeric, body text, net numeric);
CREATE TABLE app.computed (id int PRIMARY KEY, first text, last text, amount numeric, body text);
CREATE TABLE app.key_last (a text, b text, id1 int, id2 int, PRIMARY KEY (id2, id1));
ALTER TABLE app.orders ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE app.orders ALTER COLUMN secret SET STORAGE EXTERNAL;
ALTER TABLE app.computed ALTER COLUMN body SET STORAGE EXTERNAL;
ALTER TABLE app.computed REPLICA IDENTITY FULL;

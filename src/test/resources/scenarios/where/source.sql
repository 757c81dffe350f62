CREATE SCHEMA app;
CREATE TYPE app.kind AS ENUM ('a', 'b');
CREATE TABLE app.orders (id int PRIMARY KEY, amount numeric, status text, body text, kind app.kind, data jsonb);
CREATE TABLE app.other_column (id int PRIMARY KEY, a text, visible boolean);
ALTER TABLE app.orders ALTER COLUMN body SET STORAGE EXTERNAL;

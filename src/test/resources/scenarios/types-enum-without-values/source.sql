CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'very happy');
CREATE TYPE app.nothing AS ENUM ();
CREATE DOMAIN app.feeling AS app.mood CHECK (VALUE <> 'sad');
CREATE TABLE app.items (id int PRIMARY KEY, feeling app.feeling, nothing app.nothing, feelings app.feeling[]);

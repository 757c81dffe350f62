CREATE SCHEMA ods;
CREATE TABLE ods.users (id int PRIMARY KEY, name text UNIQUE, email text, body text, UNIQUE (email, name));

CREATE SCHEMA copies;
CREATE TABLE copies.orders (id int PRIMARY KEY, status text, amount int, big text);
CREATE TABLE copies.log (line text);

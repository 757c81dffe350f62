CREATE SCHEMA app;
CREATE DOMAIN app.amount AS numeric(12,4);
CREATE DOMAIN app.price AS app.amount;
CREATE TABLE app.items (id int PRIMARY KEY, amount app.price);
CREATE TABLE app.lists (id int PRIMARY KEY, amounts app.price[]);
CREATE TABLE app.kept (id int PRIMARY KEY, amount app.price, amounts app.price[]);

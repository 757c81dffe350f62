CREATE SCHEMA app;
CREATE TABLE app.orders (id int PRIMARY KEY, status text);
CREATE TABLE app.moved (id int PRIMARY KEY, status text);
CREATE TABLE app.dropped (id int PRIMARY KEY, status text);
INSERT INTO app.orders VALUES (1, 'new');
INSERT INTO app.moved VALUES (1, 'new');
INSERT INTO app.dropped VALUES (1, 'new');

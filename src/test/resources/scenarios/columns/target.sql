CREATE SCHEMA ods;
CREATE TABLE ods.orders (amount numeric, order_status text, "order" int PRIMARY KEY, customer int, body text);
CREATE TABLE ods.computed (name text, id int PRIMARY KEY, cents bigint, size int, body text);
CREATE TABLE ods.key_last (id1 int, id2 int, b text, PRIMARY KEY (id1, id2));

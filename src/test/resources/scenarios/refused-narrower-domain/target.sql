CREATE SCHEMA ods;
CREATE DOMAIN ods.cents AS numeric(10,2);
CREATE DOMAIN ods.price AS ods.cents;
CREATE DOMAIN ods.wide AS numeric(14,4);
CREATE TABLE ods.items (id int PRIMARY KEY, amount ods.price);
CREATE TABLE ods.lists (id int PRIMARY KEY, amounts ods.price[]);
CREATE TABLE ods.kept (id int PRIMARY KEY, amount ods.wide, amounts ods.wide[]);

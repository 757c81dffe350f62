CREATE SCHEMA ods;
CREATE TABLE ods.customers (id int CONSTRAINT "Each has one" NOT NULL PRIMARY KEY, name text);
-- Neither may stand in the way: the first would be checked at once, the second would refuse rows.
CREATE TABLE ods.orders (id int PRIMARY KEY, customer int REFERENCES ods.customers ON DELETE CASCADE NOT ENFORCED,
    amount int CHECK (amount > 0) NOT ENFORCED);

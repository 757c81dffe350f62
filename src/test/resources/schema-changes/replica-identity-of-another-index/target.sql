CREATE TABLE orders_copy (a int NOT NULL UNIQUE, b int NOT NULL UNIQUE, amount int);
CREATE TABLE lost_copy (a int NOT NULL, amount int);

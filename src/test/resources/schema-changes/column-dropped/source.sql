CREATE TABLE orders (id int PRIMARY KEY, status text, amount int);
INSERT INTO orders SELECT n, 'new', n FROM generate_series(1, 100) AS n;
CREATE TABLE calculated (id int PRIMARY KEY, status text, amount int);
INSERT INTO calculated VALUES (1, 'new', 1), (2, 'new', 2);
CREATE TABLE keyless (id int, status text, amount int);
ALTER TABLE keyless REPLICA IDENTITY FULL;
INSERT INTO keyless VALUES (1, 'new', 1), (1, 'paid', 1), (2, 'new', 2);

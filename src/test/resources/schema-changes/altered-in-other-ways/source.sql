CREATE TABLE orders (id int PRIMARY KEY, status text, amount int, big text);
ALTER TABLE orders ALTER COLUMN big SET STORAGE EXTERNAL;
INSERT INTO orders SELECT n, 'new', n, repeat(md5(n::text), 100) FROM generate_series(1, 20) AS n;
CREATE TABLE log (line text);
INSERT INTO log VALUES ('first');

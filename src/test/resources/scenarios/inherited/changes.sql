INSERT INTO app.cities SELECT n, 'city', repeat('c', 5000) FROM generate_series(1, 9) AS n;
INSERT INTO app.capitals SELECT n, 'capital', repeat('d', 5000), 'state' FROM generate_series(1, 9) AS n;
INSERT INTO app.places SELECT 'place', n FROM generate_series(1, 6) AS n;
INSERT INTO app.ports SELECT 'place', n, 3 FROM generate_series(1, 6) AS n;
INSERT INTO app.hamlets SELECT n, 'hamlet', '', '' FROM generate_series(1, 9) AS n;
-- next transaction
UPDATE ONLY app.cities SET name = 'changed, and its body left alone' WHERE id = 2;
UPDATE ONLY app.cities SET id = 103 WHERE id = 3;
DELETE FROM ONLY app.cities WHERE id = 1;
UPDATE app.capitals SET state = 'other' WHERE id = 4;
DELETE FROM app.capitals WHERE id = 5;
DELETE FROM ONLY app.places WHERE n = 1;
UPDATE ONLY app.places SET name = 'other' WHERE n = 2;
UPDATE app.hamlets SET name = 'other';
DELETE FROM app.hamlets WHERE id = 1;
-- next transaction
UPDATE app.cities SET name = 'all' WHERE id = 6;
TRUNCATE ONLY app.cities;
INSERT INTO app.cities VALUES (1, 'after', 'b'), (2, 'after', 'b');

INSERT INTO app.items SELECT n, n, 'name' FROM generate_series(1, 50) AS n;
INSERT INTO app.items VALUES (51, 51, 'names');
INSERT INTO app.items SELECT n, n, 'name' FROM generate_series(52, 100) AS n;

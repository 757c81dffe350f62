INSERT INTO app.items SELECT 'eu', n, n, 'name' FROM generate_series(1, 100) AS n;
INSERT INTO app.items VALUES ('us', 17, 300000, 'name');
INSERT INTO app.items SELECT 'us', n, n, 'name' FROM generate_series(101, 200) AS n;

INSERT INTO app.parts SELECT n, repeat(md5(n::text), 300), n FROM generate_series(1, 4) AS n;
-- next transaction
UPDATE app.parts SET id = 101 WHERE id = 1;
UPDATE app.parts SET n = 20 WHERE id = 2;
DELETE FROM app.parts WHERE id = 3;
-- next transaction
UPDATE app.parts SET id = id + 200;

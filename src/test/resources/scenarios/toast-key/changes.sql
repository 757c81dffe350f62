INSERT INTO app.pages
SELECT n || string_agg(md5(n || '/' || i), ''), 0, NULL
  FROM generate_series(1, 3) AS n, generate_series(1, 75) AS i GROUP BY n;
-- next transaction
UPDATE app.pages SET visits = visits + 1;
UPDATE app.pages SET visits = visits + 1;
-- next transaction
UPDATE app.pages SET note = repeat('first ', 10) WHERE address LIKE '1%';
UPDATE app.pages SET address = 'moved ' || address, visits = 7 WHERE address LIKE '2%';
UPDATE app.pages SET visits = 9 WHERE address LIKE 'moved%';
DELETE FROM app.pages WHERE address LIKE '3%';

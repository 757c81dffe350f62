INSERT INTO app.items SELECT n, CASE WHEN n = 4 THEN (SELECT string_agg(md5(m::text), '') FROM generate_series(1, 125) AS m) ELSE 'short' END FROM generate_series(1, 10) AS n;

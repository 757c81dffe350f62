INSERT INTO app.things
SELECT n, '2026-02-03', '2026-02-03 04:05:06.789', '2026-02-03 04:05:06.789+00', '-1 year -2 mons -3 days -04:05:06.7', 0.1::float8 + 0.2::float8,
       '1.1234568', '\x005c27ff', 1234.56, '04:05:06.7+05:30', '(0.1,1e-300)', '<(0.30000000000000004,-1),1e300>', XMLPARSE(CONTENT 'a <b/>'), '{2026-02-03,2026-12-11}', '[2026-02-03 00:00+00,2026-12-11 00:00+00)',
       ARRAY['NULL', NULL, 'a'], 'new'
  FROM generate_series(1, 4) AS n;
INSERT INTO app.things (id, d, ts, tz, iv, f, r, tt, pt)
VALUES (5, '4713-01-01 BC', '0099-01-02 03:04:05 BC', '1883-11-18 12:03:57-04:56:02', '-1 day +02:03:04', 1e-300, 3.4028235e38, '24:00:00-04:56:02', '(NaN,Infinity)'),
       (6, '11999-10-12', 'infinity', '-infinity', '1 mon -1 sec', 'NaN', '-Infinity', '00:00+15:59', '(-0,0)');
-- next transaction
UPDATE app.things SET note = 'changed', m = -0.01 WHERE id IN (1, 5);
UPDATE app.things SET iv = '-3 days -04:05:06.7', d = '2026-03-02' WHERE id = 2;
DELETE FROM app.things WHERE id IN (3, 6);

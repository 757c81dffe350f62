SELECT * FROM app.readings ORDER BY sensor, value, at;
SELECT * FROM ods.readings ORDER BY sensor, value, at;
SELECT a, float8send(b), float4send(c), d, e, f, g, h, i FROM app.mixed ORDER BY b, c;
SELECT a, float8send(b), float4send(c), d, e, f, g, h, i FROM ods.mixed ORDER BY b, c;
SELECT * FROM app.big ORDER BY n;
SELECT * FROM ods.big ORDER BY n;

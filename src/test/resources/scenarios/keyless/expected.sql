SELECT * FROM app.readings ORDER BY sensor, value, at;
SELECT * FROM ods.readings ORDER BY sensor, value, at;
SELECT * FROM app.mixed ORDER BY b, c;
SELECT * FROM ods.mixed ORDER BY b, c;
SELECT * FROM app.big ORDER BY n;
SELECT * FROM ods.big ORDER BY n;

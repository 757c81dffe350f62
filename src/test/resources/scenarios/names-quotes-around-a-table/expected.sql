SELECT * FROM app."""items""" ORDER BY id;
SELECT * FROM ods."""items""" ORDER BY id;

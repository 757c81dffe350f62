SELECT * FROM app.accounts ORDER BY id;
SELECT * FROM ods.accounts ORDER BY id;
SELECT * FROM app.transfers ORDER BY id;
SELECT * FROM ods.transfers ORDER BY id;
SELECT * FROM app.zeroes;
SELECT * FROM ods.zeroes;

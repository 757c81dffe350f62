SELECT id, md5(big), n FROM app.parts ORDER BY id;
SELECT id, md5(big), n FROM ods.parts ORDER BY id;

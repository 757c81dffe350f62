SELECT id, upper FROM app.limits ORDER BY id;
SELECT id, upper FROM ods.limits ORDER BY id;

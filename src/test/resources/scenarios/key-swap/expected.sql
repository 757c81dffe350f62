SELECT id, holder FROM app.seats ORDER BY id;
SELECT id, holder FROM ods.seats ORDER BY id;

SELECT *, 'own' FROM app.taken ORDER BY 1;
SELECT * FROM ods.taken ORDER BY 1;

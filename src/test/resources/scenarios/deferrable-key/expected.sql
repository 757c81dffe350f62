SELECT * FROM app.by_statement ORDER BY a;
SELECT * FROM ods.by_statement ORDER BY a;
SELECT * FROM app.by_commit ORDER BY a;
SELECT * FROM ods.by_commit ORDER BY a;

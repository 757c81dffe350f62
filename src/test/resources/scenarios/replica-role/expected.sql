SELECT * FROM app.parents ORDER BY id;
SELECT * FROM ods.parents ORDER BY id;
SELECT * FROM app.children ORDER BY id;
SELECT * FROM ods.children ORDER BY id;

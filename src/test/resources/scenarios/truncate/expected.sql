SELECT * FROM app.a ORDER BY id;
SELECT * FROM ods.a ORDER BY id;
SELECT * FROM app.b WHERE id > 0 ORDER BY id;
SELECT * FROM ods.b ORDER BY id;
VALUES (1, 'a'), (2, 'b'), (3, 'c');
SELECT * FROM ods.kept ORDER BY id;
SELECT * FROM app.parts ORDER BY id;
SELECT * FROM ods.parts ORDER BY id;

VALUES (1, 'a'), (2, 'b');
SELECT * FROM ods.items ORDER BY id;
SELECT * FROM app.others;
SELECT * FROM ods.others;

SELECT * FROM (SELECT id, day, name, 'first' AS part FROM app.parts_2023 UNION ALL SELECT id, day, name, 'second' FROM app.parts_2024) AS p ORDER BY id, day;
SELECT * FROM ods.parts ORDER BY id, day;
SELECT * FROM app.leaves_1 ORDER BY id;
SELECT * FROM ods.leaves_1 ORDER BY id;
SELECT * FROM app.leaves_2 ORDER BY id;
SELECT * FROM ods.leaves_2 ORDER BY id;

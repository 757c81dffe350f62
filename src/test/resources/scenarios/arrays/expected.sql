SELECT * FROM app.lists ORDER BY id;
SELECT * FROM ods.lists ORDER BY id;
SELECT * FROM app.array_key ORDER BY path;
SELECT * FROM ods.array_key ORDER BY path;
SELECT * FROM app.part_key ORDER BY n, path;
SELECT * FROM ods.part_key ORDER BY n, path;

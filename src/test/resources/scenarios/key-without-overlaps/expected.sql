SELECT * FROM app.rooms ORDER BY room, during;
SELECT * FROM ods.rooms ORDER BY room, during;
SELECT * FROM app.whole ORDER BY room, during;
SELECT * FROM ods.whole ORDER BY room, during;
SELECT * FROM app.by_unique ORDER BY id;
SELECT * FROM ods.by_unique ORDER BY id;

SELECT region, day, item, amount, note FROM app.stock ORDER BY region COLLATE "C", day, item;
SELECT region, day, item, amount, note FROM ods.stock ORDER BY region COLLATE "C", day, item;

VALUES (1, 'a'), (2, 'new'), (3, 'c');
SELECT * FROM ods.a ORDER BY id;

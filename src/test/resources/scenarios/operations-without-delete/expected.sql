VALUES (1, 'row 1'), (2, 'again'), (3, 'changed'), (4, 'row 5'), (6, 'row 6'), (7, 'new');
SELECT * FROM ods.items ORDER BY id;

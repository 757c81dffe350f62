VALUES (1, 'new', 'changed', false), (2, 'mark 2', 'old', true), (3, 'mark 3', 'old', false), (4, 'mark 4', 'old', true), (5, 'mark 5', 'old', false), (6, 'mark 6', 'old', true), (99, 'new', 'i', false);
SELECT id, mark, name, checked FROM ods.items ORDER BY id;
VALUES (1, NULL, 1, 'mark 1'), (2, NULL, 2, 'mark 2'), (3, 'c', 3, 'new');
SELECT * FROM ods.filtered ORDER BY id;
VALUES (1, 'x', 'new'), (22, 'b', 'new');
SELECT * FROM ods.late ORDER BY id;

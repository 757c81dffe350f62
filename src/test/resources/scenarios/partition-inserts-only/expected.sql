VALUES (1, 1), (2, 2), (5, 5);
SELECT * FROM ods.h ORDER BY i;

SELECT 'cn', id, upper(note), body, 'new' FROM cn.orders WHERE id < 100 UNION ALL SELECT 'eu', id, note, body, 'new' FROM eu.orders UNION ALL SELECT 'us', id, note, body, 'new' FROM us.orders UNION ALL SELECT 'other', 1, 'of another job', NULL, 'kept' ORDER BY 1, 2;
SELECT region, id, note, body, mark FROM ods.orders ORDER BY 1, 2;
SELECT 'eu', a, b, 1 FROM eu.lines UNION ALL SELECT 'us', a, b, 1 FROM us.lines ORDER BY 1, 2, 3;
SELECT region, a, b, zone FROM ods.lines ORDER BY 1, 2, 3;

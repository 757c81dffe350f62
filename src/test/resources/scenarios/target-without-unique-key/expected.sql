SELECT * FROM app.items UNION ALL SELECT 1000, 'of the target' ORDER BY 1;
SELECT * FROM ods.items ORDER BY 1;
SELECT id, upper(name) FROM app.mapped UNION ALL SELECT 1000, 'OF THE TARGET' ORDER BY 1;
SELECT * FROM ods.mapped ORDER BY 1;

SELECT * FROM app.direct UNION ALL VALUES (6, 'of its own') ORDER BY 1;
SELECT * FROM ods.direct ORDER BY id;
SELECT * FROM app.staged WHERE name <> 'no' UNION ALL VALUES (6, 'of its own') ORDER BY 1;
SELECT * FROM ods.staged ORDER BY id;
SELECT * FROM app.two_keys UNION ALL VALUES (2, 'y', 'of its own') ORDER BY 1, 2;
SELECT * FROM ods.two_keys ORDER BY 1, 2;
SELECT * FROM app.missing ORDER BY id;
SELECT * FROM ods.missing ORDER BY id;

SELECT * FROM app."A b" ORDER BY id;
SELECT * FROM ods."A b" ORDER BY id;

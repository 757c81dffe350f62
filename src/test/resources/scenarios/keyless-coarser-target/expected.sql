SELECT word, CAST(n AS text) FROM app.words ORDER BY word, n;
SELECT CAST(word AS text), CAST(n AS text) FROM ods.words ORDER BY 1, 2;
SELECT CAST(word AS char(5)), n FROM app.padded ORDER BY word, n;
SELECT word, n FROM ods.padded ORDER BY word, n;

SELECT * FROM app."dotted.name" ORDER BY 1;
SELECT * FROM ods."dotted.name" ORDER BY 1;
SELECT * FROM app."two words" ORDER BY 1, 2;
SELECT * FROM ods."two words" ORDER BY 1, 2;
SELECT * FROM app."a ""b"" c" ORDER BY 1;
SELECT * FROM ods."a ""b"" c" ORDER BY 1;
SELECT * FROM app."50% + 1 & #2" ORDER BY 1;
SELECT * FROM ods."50% + 1 & #2" ORDER BY 1;

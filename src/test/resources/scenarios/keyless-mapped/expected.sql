SELECT a, b, round(price, 2) FROM app.lines ORDER BY a;
SELECT a, text, price FROM ods.lines ORDER BY a;
SELECT a, upper(b), round(price * 2, 1) FROM app.computed ORDER BY a;
SELECT a, upper_b, price FROM ods.computed ORDER BY a;
SELECT b FROM app.filtered WHERE a > 0 ORDER BY b;
SELECT b FROM ods.filtered ORDER BY b;

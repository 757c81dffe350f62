SELECT id, upper(name), body, name, 'own' FROM app.orders WHERE name IS DISTINCT FROM 'left out' ORDER BY id;
SELECT id, name, body, shown, kept FROM ods.orders ORDER BY id;
SELECT a, 'x' || b FROM app.lines ORDER BY a;
SELECT a, b FROM ods.lines ORDER BY a;

INSERT INTO app.stock (region, day, item, amount) VALUES
    ('north', '2024-01-01', 1, 10), ('north', '2024-01-01', 2, 20), ('south', '2024-01-01', 1, 30),
    ('so"uth', '2024-01-02', 1, 40), ('a,b', '2024-01-02', 1, 50), ('', '2024-01-02', 1, 60), ('\', '2024-01-02', 1, 70);
-- next transaction
UPDATE app.stock SET amount = amount + 1;
UPDATE app.stock SET region = 'west' WHERE region = 'north' AND item = 2;
DELETE FROM app.stock WHERE region IN ('so"uth', '');
-- next transaction
-- Two rows exchange a part of their keys.
UPDATE app.stock SET region = 'x' WHERE region = 'north';
UPDATE app.stock SET region = 'north' WHERE region = 'south';
UPDATE app.stock SET region = 'south', note = 'was north' WHERE region = 'x';
UPDATE app.stock SET day = day + 1 WHERE region IN ('a,b', '\');

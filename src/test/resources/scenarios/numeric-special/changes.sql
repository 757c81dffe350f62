INSERT INTO app.limits VALUES (1, 'Infinity'), (2, '-Infinity'), (3, 'NaN'), ('Infinity', 0), ('NaN', 0);
-- next transaction
UPDATE app.limits SET upper = 1e40 WHERE id IN ('Infinity', 'NaN');
UPDATE app.limits SET upper = 'Infinity' WHERE id = 2;
DELETE FROM app.limits WHERE id = 1;

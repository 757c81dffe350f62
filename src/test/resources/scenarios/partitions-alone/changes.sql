INSERT INTO app.parts SELECT n, DATE '2023-06-01' + 366 * (n % 3), 'p' || n FROM generate_series(1, 9) AS n;
INSERT INTO app.leaves VALUES (1, 1), (1, 1), (2, 2), (3, 11), (4, 12);
-- next transaction
UPDATE app.parts SET name = 'changed' WHERE id IN (1, 3) AND day < '2025-01-01';
DELETE FROM app.parts_2024 WHERE id = 4;
UPDATE app.parts SET id = 70 WHERE id = 7;
UPDATE app.leaves SET id = 9 WHERE n = 2;
DELETE FROM app.leaves WHERE n = 11;
-- next transaction
-- From one to the other, where an UPDATE can do that: a delete and an insert.
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 110000 THEN
        UPDATE app.parts SET day = day + 366 WHERE id = 6;
        UPDATE app.leaves SET n = n + 10 WHERE id = 9;
    END IF;
END $$;

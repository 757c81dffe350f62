INSERT INTO app."A b" VALUES (1, 'a', 'A'), (2, 'b', 'B'), (3, 'c', 'C');
-- next transaction
UPDATE app."A b" SET "Name" = 'changed' WHERE id = 1;
UPDATE app."A b" SET name = 'changed' WHERE id = 2;
DELETE FROM app."A b" WHERE id = 3;

INSERT INTO app.words VALUES ('a', 1.0), ('A', 1.0), ('a', 1.00), ('b', 2), ('B', 2);
INSERT INTO app.padded VALUES ('a', 1), ('a ', 1), ('a  ', 1), ('b', 2);
-- next transaction
DELETE FROM app.words WHERE word = 'A';
UPDATE app.words SET n = 3 WHERE word = 'B';
DELETE FROM app.words WHERE n::text = '1.00';
DELETE FROM app.padded WHERE word = 'a ';
UPDATE app.padded SET n = 2 WHERE word = 'a  ';

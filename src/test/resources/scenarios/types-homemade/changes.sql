INSERT INTO app.words VALUES (1, 'a "b", {c}', '{a,"b c",NULL}', 'x'), (2, '', '{}', 'x'), (3, NULL, NULL, 'x'), (4, '表', '{"\\"}', 'x');
INSERT INTO app.by_row VALUES ('a', 1), ('a', 1), ('b', 2), (NULL, 3);
INSERT INTO app.growing VALUES (11, 'second');
-- next transaction
UPDATE app.words SET note = 'changed' WHERE id IN (1, 3);
UPDATE app.words SET id = 20, w = 'moved' WHERE id = 2;
DELETE FROM app.words WHERE id = 4;
DELETE FROM app.by_row WHERE ctid = (SELECT min(ctid) FROM app.by_row);
UPDATE app.by_row SET w = 'z' WHERE n = 3;
INSERT INTO app.growing VALUES (12, 'third');

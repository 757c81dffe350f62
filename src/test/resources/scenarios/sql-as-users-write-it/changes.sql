INSERT INTO app.docs VALUES (1, '{"new": 1}', 'a', true, '{a,c,b}'), (2, '{"old": 1}', 'b', false, NULL), (3, '{}', 'really?', NULL, '{}'), (4, '{"a:?b": [{}, 1]}', 'd', true, '{x}'), (5, '{"x": "new"}', 'no', true, '{x}');
INSERT INTO odd."odd?name" VALUES (1, 1), (2, 2);
-- next transaction
UPDATE app.docs SET data = '{"old": 2}' WHERE id IN (1, 5);
UPDATE app.docs SET "what?" = 'not any more' WHERE id = 3;
UPDATE odd."odd?name" SET a = 3 WHERE id = 2;
DELETE FROM odd."odd?name" WHERE id = 1;

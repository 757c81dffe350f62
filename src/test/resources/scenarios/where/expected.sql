SELECT * FROM app.orders WHERE amount >= 0 AND status <> 'it''s' || chr(59) || ' no?' AND kind <> 'b' AND data ->> 'a:?b' IS NULL ORDER BY id;
SELECT * FROM ods.orders ORDER BY id;
SELECT id, a FROM app.other_column WHERE visible ORDER BY id;
SELECT id, a FROM ods.other_column ORDER BY id;

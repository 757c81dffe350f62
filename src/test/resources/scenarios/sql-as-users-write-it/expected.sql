SELECT id, data, "what?", data ? 'new', CASE flag WHEN true THEN 't' WHEN false THEN 'f' END, CASE flag WHEN true THEN 't' WHEN false THEN 'f' END, (SELECT max(x) FROM unnest(tags) AS x), concat('?, :' || '?id, #{} $', 'it''s', '"') FROM app.docs WHERE data ?| ARRAY['new', 'old'] OR "what?" LIKE '%?' OR data @> ('{"a:' || '?b": [{}]}')::jsonb ORDER BY id;
SELECT id, data, "what?", is_new, flag, shown, largest, note FROM ods.docs ORDER BY id;
SELECT * FROM odd."odd?name" ORDER BY id;
SELECT * FROM ods."odd?name" ORDER BY id;

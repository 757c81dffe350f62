SELECT id, name, body, CASE id WHEN 20 THEN 'mark 2' WHEN 3 THEN 'mark 4' WHEN 4 THEN 'mark 3' WHEN 51 THEN 'mark 5' WHEN 5 THEN 'new' WHEN 71 THEN 'new' ELSE 'mark ' || id END AS mark FROM app.items ORDER BY id;
SELECT id, name, body, mark FROM ods.items ORDER BY id;

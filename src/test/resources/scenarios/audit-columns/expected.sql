SELECT id, status, body, CASE WHEN id IN (1, 2, 40) THEN 'update' ELSE 'insert' END, true FROM app.orders ORDER BY id;
SELECT id, status, body, last_operation, last_change BETWEEN now() - interval '1 hour' AND now() AND last_lsn > '0/0' FROM ods.orders ORDER BY id;
SELECT id, status, body, CASE WHEN id IN (1, 2, 40) THEN 'UPDATE' ELSE 'INSERT' END, true, 'own' FROM app.staged ORDER BY id;
SELECT id, status, body, last_operation, last_change BETWEEN now() - interval '1 hour' AND now() AND last_lsn > '0/0', own FROM ods.staged ORDER BY id;

SELECT 'attached' AS root, id, n FROM attached
UNION ALL SELECT 'detached' AS root, id, n FROM detached
UNION ALL SELECT 'dropped' AS root, id, n FROM dropped
UNION ALL SELECT 'truncated' AS root, id, n FROM truncated
UNION ALL SELECT 'back' AS root, id, n FROM back
UNION ALL SELECT 'below' AS root, id, n FROM below
UNION ALL SELECT 'born' AS root, id, n FROM born
ORDER BY 1, 2;
SELECT 'attached' AS root, id, n FROM attached_copy
UNION ALL SELECT 'detached' AS root, id, n FROM detached_copy
UNION ALL SELECT 'dropped' AS root, id, n FROM dropped_copy
UNION ALL SELECT 'truncated' AS root, id, n FROM truncated_copy
UNION ALL SELECT 'back' AS root, id, n FROM back_copy
UNION ALL SELECT 'below' AS root, id, n FROM below_copy
UNION ALL SELECT 'born' AS root, id, n FROM born_copy
ORDER BY 1, 2;

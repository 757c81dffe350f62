-- Rows come, change and go by all sorts of statements.
INSERT INTO app.items SELECT n, 'n' || n, (SELECT string_agg(md5('a' || m), '') FROM generate_series(1, 200) AS m) FROM generate_series(1, 6) AS n;
INSERT INTO app.items AS i VALUES (1, 'again', 'x'), (7, 'new', 'x') ON CONFLICT (id) DO UPDATE SET name = i.name || excluded.name;
INSERT INTO app.items VALUES (2, 'not', 'x'), (8, 'new', 'x') ON CONFLICT DO NOTHING;
MERGE INTO app.items AS t USING (SELECT n AS id FROM generate_series(3, 10) AS n) AS s ON t.id = s.id
    WHEN MATCHED AND t.id = 3 THEN DELETE
    WHEN MATCHED AND t.id < 6 THEN UPDATE SET name = 'merged'
    WHEN MATCHED THEN DO NOTHING
    WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'merged in', NULL);
WITH gone AS (DELETE FROM app.items WHERE id = 4 RETURNING *), changed AS (UPDATE app.items SET name = 'with' WHERE id = 5 RETURNING id)
    INSERT INTO app.items SELECT id + 100, name, body FROM gone UNION ALL SELECT id + 100, 'c', NULL FROM changed;
UPDATE app.view SET name = 'by view' WHERE id = 6;
INSERT INTO app.ruled VALUES (1, 'a'), (2, 'b');
INSERT INTO app.covering SELECT n, 'n' || n FROM generate_series(1, 9) AS n;
DELETE FROM app.ruled WHERE id = 1;
-- next transaction
-- By triggers, foreign keys and constraints that are checked at the end.
INSERT INTO app.others VALUES (1, 1), (2, 2), (3, 3);
INSERT INTO app.parents VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd');
INSERT INTO app.children VALUES (1, 1), (2, 2), (3, 3), (4, 4);
-- next transaction
UPDATE app.parents SET id = 20 WHERE id = 2;
DELETE FROM app.parents WHERE id = 3;
SET CONSTRAINTS ALL IMMEDIATE;
-- next transaction
-- Neither triggers nor foreign keys do anything here, at either end.
SET LOCAL session_replication_role = replica;
DELETE FROM app.parents WHERE id = 4;
UPDATE app.parents SET name = 'quietly' WHERE id = 1;
-- next transaction
-- By COPY, several to a page, with large values and without; frozen ones.
COPY app.copied FROM PROGRAM 'for n in 1 2 3 4 5; do printf "%d\tn%d\t" $n $n; [ $n = 3 ] && head -c 9000 /dev/zero | tr "\0" x; echo; done';
UPDATE app.copied SET name = 'changed' WHERE id IN (2, 3);
DELETE FROM app.copied WHERE id = 5;
-- next transaction
TRUNCATE app.copied;
COPY app.copied FROM PROGRAM 'printf "1\tfrozen\t\\N\n3\tfrozen\tx\n"' (FREEZE);
UPDATE app.copied SET name = 'changed' WHERE id = 3;
-- next transaction
-- Rewritten, locked, and written down where nobody looks: nothing of that arrives.
CLUSTER app.items USING items_pkey;
SELECT pg_logical_emit_message(true, 'other', 'with a transaction'), pg_logical_emit_message(false, 'other', 'without one');
SAVEPOINT locking;
SELECT id FROM app.items FOR UPDATE;
RELEASE SAVEPOINT locking;
CREATE TEMPORARY TABLE temporary ON COMMIT DROP AS SELECT * FROM app.items;
UPDATE temporary SET id = id;
CREATE MATERIALIZED VIEW app.materialized AS SELECT * FROM app.items;
REFRESH MATERIALIZED VIEW app.materialized;
DROP MATERIALIZED VIEW app.materialized;
CREATE TABLE app.passing (id int PRIMARY KEY);
INSERT INTO app.passing VALUES (1);
DROP TABLE app.passing;
-- next transaction
-- Nothing else than what was rolled back, a message and a lock.
SELECT pg_logical_emit_message(true, 'other', 'alone');
SAVEPOINT nothing;
DELETE FROM app.items;
ROLLBACK TO SAVEPOINT nothing;
-- next transaction
-- Deeper than a backend remembers.
DO $$
BEGIN
    FOR n IN 1 .. 90 LOOP
        BEGIN
            INSERT INTO app.items VALUES (2000 + n, 'deep', NULL);
            IF n % 3 = 0 THEN
                RAISE EXCEPTION 'taken back';
            END IF;
        EXCEPTION WHEN raise_exception THEN
            UPDATE app.items SET name = 'after ' || n WHERE id = 1;
        END;
    END LOOP;
END $$;
-- next transaction
UPDATE app.covering SET name = 'changed' WHERE id < 3;
UPDATE app.covering SET id = -id;
DELETE FROM app.covering WHERE id < -7;
-- next transaction
UPDATE app.dropped_column SET a = 100 WHERE ctid = (SELECT min(ctid) FROM app.dropped_column);
DELETE FROM app.dropped_column WHERE b = 2;
UPDATE app.late_column SET a = a + 1;
DELETE FROM app.late_column WHERE a = 2;

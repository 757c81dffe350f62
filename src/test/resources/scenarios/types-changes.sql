-- Inserts, updates and deletes of every value, by number, as keys, and as whole rows.
DO $$
DECLARE
    columns text := array_to_string(app.value_columns(), ', ');
BEGIN
    EXECUTE format('INSERT INTO app.types (id, %1$s, note) SELECT id + 100, %1$s, ''new'' FROM app.types', columns);
    PERFORM app.fill(0);
END $$;
-- next transaction
DO $$
DECLARE
    name text;
    columns text := array_to_string(app.value_columns(), ', ');
BEGIN
    FOR name IN SELECT * FROM app.tables() LOOP
        EXECUTE format('UPDATE %s SET note = ''changed'' WHERE id %% 4 IN (1, 2)', name);
        EXECUTE format('DELETE FROM %s WHERE id %% 4 = 3 OR id = 1', name);
        -- The values of the deleted row come back as those of another one.
        EXECUTE format('UPDATE %1$s SET (%2$s) = (SELECT %2$s FROM app.types WHERE id = 1) WHERE id = (SELECT min(id) FROM %1$s)', name, columns);
    END LOOP;
    UPDATE app.types SET note = 'changed beside the values' WHERE id % 4 = 2;
    EXECUTE format('UPDATE app.types AS t SET (%1$s) = (SELECT %1$s FROM app.types WHERE id = t.id + 100) WHERE id = 3', columns);
    EXECUTE format('UPDATE app.types AS t SET (%1$s) = (SELECT %1$s FROM app.types WHERE id = t.id - 1) WHERE id %% 4 = 0', columns);
    DELETE FROM app.types WHERE id % 4 = 1;
END $$;

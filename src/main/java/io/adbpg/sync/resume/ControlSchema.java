package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schema {@code adbpg_sync} on the target, which contains the tables of all jobs. */
public final class ControlSchema {
    private static final String NAME = "adbpg_sync";
    private static final String TABLE = "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = 'adbpg_sync' AND c.relname = :?table";

    private static final String COLUMN = "SELECT 1 FROM pg_attribute WHERE attrelid = CAST(:?table AS regclass)"
            + " AND attname = :?column AND NOT attisdropped";

    private final Database target;

    /** The control schema of a target. */
    public ControlSchema(Database target) {
        this.target = target;
    }

    /**
     * Requires a table and privileges on it; creates schema and table if they are missing.
     *
     * @param table its name, without the schema
     * @param columns the column definitions for CREATE TABLE
     * @throws io.adbpg.sync.failure.Refusal if a privilege is missing
     */
    public void require(String table, String columns, Set<String> privileges) {
        // CREATE … IF NOT EXISTS would require the privilege to create even if there is nothing to create.
        if (!has(table)) {
            requireRights(table, privileges);
            if (!exists()) {
                target.run("CREATE SCHEMA adbpg_sync");
            }
            target.run("CREATE TABLE adbpg_sync." + table + " (" + columns + ")");
        }
        requireRights(table, privileges);
    }

    /** Adds a column that a table of an earlier version of the program lacks. */
    public void addColumn(String table, String column, String type) {
        String name = NAME + "." + table;
        if (target.run(COLUMN, Map.of("table", name, "column", column)).isEmpty()) {
            target.run("ALTER TABLE " + name + " ADD COLUMN " + column + " " + type);
        }
    }

    /**
     * Requires privileges on a table, or to create it if it is missing; creates nothing.
     *
     * @throws io.adbpg.sync.failure.Refusal if a privilege is missing
     */
    public void requireRights(String table, Set<String> privileges) {
        Account account = new Account(target);
        if (has(table)) {
            account.requireOnTable(new TableName(NAME, table), privileges);
        } else if (exists()) {
            account.requireOnSchema(NAME, List.of("USAGE", "CREATE"));
        } else {
            account.requireOnDatabase(
                    "CREATE",
                    Message.of(", or create the control schema for it: CREATE SCHEMA adbpg_sync AUTHORIZATION …"));
        }
    }

    /** Whether a table exists in the schema. */
    public boolean has(String table) {
        return !target.run(TABLE, Map.of("table", table)).isEmpty();
    }

    /** Whether the schema exists. */
    public boolean exists() {
        return !target.run("SELECT 1 FROM pg_namespace WHERE nspname = 'adbpg_sync'")
                .isEmpty();
    }
}

package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schema {@code adbpg_sync} on the target, where a job keeps what it knows. */
public final class ControlSchema {
    private static final String NAME = "adbpg_sync";
    private static final String TABLE = "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = 'adbpg_sync' AND c.relname = :?table";

    private final Database target;

    /** The control schema of a target. */
    public ControlSchema(Database target) {
        this.target = target;
    }

    /**
     * Makes sure that a table is there and may be used, creating schema and table if need be.
     *
     * @param table its name, without the schema
     * @param columns what stands between the parentheses of CREATE TABLE
     * @throws io.adbpg.sync.failure.Refusal if a privilege is missing
     */
    public void require(String table, String columns, Set<String> privileges) {
        // Not CREATE … IF NOT EXISTS at once: that asks for the privilege to create although nothing is to be created.
        if (!has(table)) {
            requireRights(table, privileges);
            if (!exists()) {
                target.run("CREATE SCHEMA adbpg_sync");
            }
            target.run("CREATE TABLE adbpg_sync." + table + " (" + columns + ")");
        }
        requireRights(table, privileges);
    }

    /**
     * Makes sure that a table may be used, or created if it is missing; creates nothing.
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
                    "CREATE", ", or create the control schema for it: CREATE SCHEMA adbpg_sync AUTHORIZATION …");
        }
    }

    /** Whether a table is there. */
    public boolean has(String table) {
        return !target.run(TABLE, Map.of("table", table)).isEmpty();
    }

    /** Whether the schema is there. */
    public boolean exists() {
        return !target.run("SELECT 1 FROM pg_namespace WHERE nspname = 'adbpg_sync'")
                .isEmpty();
    }
}

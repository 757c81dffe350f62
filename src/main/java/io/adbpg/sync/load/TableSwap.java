package io.adbpg.sync.load;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Backoff;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Hindrance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moment in which a shadow table replaces its target table.
 *
 * @param id the oid of the target table when the shadow was created
 */
record TableSwap(Database target, TableName table, String id, TableName shadow) {
    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");

    /** What replaced tables are called, until they are dropped. */
    private static final String REPLACED = "replaced_";

    private static final String LEFT =
            """
            SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'adbpg_sync' AND c.relname ~ '^replaced_[0-9]+$' AND c.relkind = 'r'
               AND pg_get_userbyid(c.relowner) = current_user
            """;

    private static final String NOT_IN_TIME = "55P03";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * Replaces the table, in the transaction that is under way; {@link #dropReplaced} is to follow in a later one. A reader who
     * waits for the table meanwhile gets the new one; were the old one dropped at once, Greenplum would tell some that there is
     * no such table.
     *
     * @param copies the shadow's copies of the table's indexes, by these: their names
     * @throws Hindrance if the table has been altered since the shadow was created
     */
    void run(Map<String, String> copies) {
        lock();
        List<String> indexes = ReplaceableTable.indexes(target, table.toSql());
        if (!id.equals(ReplaceableTable.find(target, table))
                || !Set.copyOf(indexes).equals(copies.keySet())) {
            throw Hindrance.of("target table {0} was altered while its rows were loaded", table);
        }
        Set<String> ours = Set.copyOf(ReplaceableTable.indexes(target, shadow.toSql()));
        String schema = quote(table.schema()) + ".";
        // To names that nothing has in either schema. The table first, and then its indexes: so do readers lock them.
        rename("TABLE", table.toSql(), REPLACED + id);
        for (int i = 0; i < indexes.size(); i++) {
            rename("INDEX", schema + quote(indexes.get(i)), REPLACED + id + "_" + i);
        }
        target.run("ALTER TABLE " + schema + REPLACED + id + " SET SCHEMA adbpg_sync");
        target.run("ALTER TABLE " + shadow.toSql() + " SET SCHEMA " + quote(table.schema()));
        rename("TABLE", schema + shadow.table(), quote(table.table()));
        copies.forEach((index, copy) -> {
            if (ours.contains(copy)) {
                rename("INDEX", schema + quote(copy), quote(index));
            }
        });
        ours.stream().filter(index -> !copies.containsValue(index)).forEach(this::nameLikeTable);
    }

    /** Locks the table; waits for those who read it, but never so long that others who want to have to wait for long. */
    private void lock() {
        Backoff pauses = new Backoff(PAUSE, PAUSE);
        boolean isTold = false;
        while (!isLocked()) {
            if (!isTold) {
                LOG.info(
                        "all rows for target table {} are there; they wait for transactions that read the old ones",
                        table);
                isTold = true;
            }
            pauses.pause(() -> false);
        }
    }

    private boolean isLocked() {
        target.run("SAVEPOINT adbpg_sync_swap");
        try {
            target.run("SET LOCAL lock_timeout = '3s'");
            target.run("LOCK TABLE " + table.toSql() + " IN ACCESS EXCLUSIVE MODE");
            target.run("SET LOCAL lock_timeout = 0");
            target.run("RELEASE SAVEPOINT adbpg_sync_swap");
            return true;
        } catch (Failed e) {
            if (!NOT_IN_TIME.equals(e.sqlState())) {
                throw e;
            }
            target.run("ROLLBACK TO SAVEPOINT adbpg_sync_swap");
            return false;
        }
    }

    /** Renames an index that is named after the shadow, if the name after the table is free. */
    private void nameLikeTable(String index) {
        String free = index.replace(shadow.table(), table.table());
        if (target.run(
                        "SELECT 1 AS one FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                + " WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?name AS name)",
                        Map.of("schema", table.schema(), "name", free))
                .isEmpty()) {
            rename("INDEX", quote(table.schema()) + "." + quote(index), quote(free));
        }
    }

    private void rename(String kind, String from, String to) {
        target.run("ALTER " + kind + " " + from + " RENAME TO " + to);
    }

    /** Drops the table that was replaced. */
    void dropReplaced() {
        target.run("DROP TABLE IF EXISTS adbpg_sync." + REPLACED + id);
    }

    /** Drops the tables that were replaced and are still there, since their job was killed; fails if somebody reads one. */
    static void dropLeft(Database target) {
        target.run("SET LOCAL lock_timeout = '3s'");
        target.run(LEFT).forEach(row -> target.run("DROP TABLE IF EXISTS adbpg_sync." + row.get("name")));
    }
}

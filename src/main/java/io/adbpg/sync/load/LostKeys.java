package io.adbpg.sync.load;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Failed;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The target tables whose primary keys were dropped since the source has another key: rows that make the new one unique come with
 * the next load, and the new key with them.
 */
final class LostKeys {
    /** The column of the table of states. */
    static final String COLUMN = "lost_key";

    private static final Logger LOG = LoggerFactory.getLogger("adbpg-sync");
    private static final String REFUSED = "(0A|22|23|42|55|XX).*";

    private final String states;
    private final Database target;

    private static final String PRIMARY_KEY =
            "SELECT 1 AS one FROM pg_constraint WHERE contype = 'p' AND conrelid = CAST(:?table AS regclass)";

    /** @param states the table of states */
    LostKeys(String states, Database target) {
        this.states = states;
        this.target = target;
    }

    /** Remembers that a table has lost its key; a load forgets it. */
    void note(TableName source) {
        target.run(
                "UPDATE " + states + " SET lost_key = true WHERE source_table = :?name",
                Map.of("name", source.toString()));
    }

    /** Returns those of some source tables whose target tables have lost their keys. */
    Set<TableName> among(Collection<TableName> sources) {
        String names = sources.stream().map(TableName::toString).collect(Collectors.joining("\u0001"));
        return target
                .run(
                        "SELECT source_table FROM " + states
                                + " WHERE lost_key AND source_table = ANY (string_to_array(:?names, chr(1)))",
                        Map.of("names", names))
                .stream()
                .map(row -> TableName.parse((String) row.get("source_table")))
                .collect(Collectors.toSet());
    }

    /**
     * Gives a table that has lost its key the new one, in the transaction that is under way. If the target refuses that, it stays
     * without.
     *
     * @param into the table with the new rows, quoted for SQL
     * @param alter runs what is to follow {@code ALTER TABLE} and the name of the table with the new rows
     */
    void restore(TableLoad load, String into, Consumer<String> alter) {
        if (!target.run(PRIMARY_KEY, Map.of("table", into)).isEmpty()) {
            // The source got its former key back before the target lost it.
            return;
        }
        List<String> additions = load.mapping().altered(load.name()).keyAdditions(target);
        target.run("SAVEPOINT adbpg_sync_key");
        try {
            additions.forEach(alter);
            target.run("RELEASE SAVEPOINT adbpg_sync_key");
            additions.forEach(
                    addition -> LOG.info("table {}: ALTER TABLE {} {}", load.name(), load.target(), addition));
        } catch (Failed e) {
            if (!e.sqlState().matches(REFUSED)) {
                throw e;
            }
            target.run("ROLLBACK TO SAVEPOINT adbpg_sync_key");
            additions.forEach(addition -> LOG.warn(
                    "table {}: the target refuses its new key, and goes on without it: {}; run ALTER TABLE {} {} there",
                    load.name(),
                    e.said(),
                    load.target(),
                    addition));
        }
    }
}

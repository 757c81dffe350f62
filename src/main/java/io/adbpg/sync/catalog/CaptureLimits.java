package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Refusal;

/** Why a server can't tell the changes of a table that it publishes. */
final class CaptureLimits {
    private CaptureLimits() {}

    /** Returns the refusal of a table; null if it can be captured. */
    static Refusal refusal(SourceTable table, Abilities abilities) {
        if (table.partitioned() && !abilities.tellsRoots()) {
            return abilities.publishes()
                    ? Refusal.of(
                            "source table {0} is partitioned, and PostgreSQL {1} can't publish its partitions as one table,"
                                    + " as 13 and later do: name each partition as a source of its own",
                            table.name(), abilities.version() / 10_000)
                    : Refusal.of(
                            "source table {0} is partitioned, and plug-in test_decoding can't tell its partitions' rows as"
                                    + " one table's: name each partition as a source of its own",
                            table.name());
        }
        if (table.hiddenKey() != null && table.identity() != 'f') {
            String fix = "ALTER TABLE " + table.name() + " REPLICA IDENTITY FULL";
            return Refusal.of(
                            "the key of source table {0} contains generated column {1}, which PostgreSQL publishes only from"
                                    + " version 18 on: run {2} on the source",
                            table.name(), table.hiddenKey(), fix)
                    .withFix(fix);
        }
        return null;
    }
}

package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.WalLevel;
import io.adbpg.sync.failure.Refusal;

/** Explains why the source did not create a replication slot. */
public final class SlotRefusals {
    private static final int FAILOVER = 170_000;

    /** One slot for the stream, one for loads. */
    private static final int NEEDED = 2;

    private final Database source;
    private final String slot;

    /** @param slot the name of the slot */
    public SlotRefusals(Database source, String slot) {
        this.source = source;
        this.slot = slot;
    }

    /** Returns the refusal for an account without REPLICATION. */
    public Refusal lacksReplication() {
        String account = value("SELECT quote_ident(current_user)");
        String fix = "ALTER ROLE " + account + " REPLICATION";
        return Refusal.of(
                        "source account {0} lacks REPLICATION, so it can't create slot {1}: run {2} on the source",
                        account, slot, fix)
                .withFix(fix);
    }

    /** Returns the refusal for a server with no free slot. */
    public Refusal noneFree() {
        int most = Integer.parseInt(value("SHOW max_replication_slots"));
        if (most == 0) {
            return Refusal.of(
                            "the source has max_replication_slots=0, so slot {0} can't be created: set it to {1} or more,"
                                    + " and restart the server",
                            slot, NEEDED)
                    .withFix("ALTER SYSTEM SET max_replication_slots = " + NEEDED);
        }
        return Refusal.of(
                        "all {0} replication slots of the source are in use (max_replication_slots), so slot {1} can't"
                                + " be created: drop one that nobody needs, or raise the setting and restart the server",
                        most, slot)
                .withFix("ALTER SYSTEM SET max_replication_slots = " + (most + NEEDED));
    }

    /** Returns the refusal for a server whose log can't be decoded. */
    public Refusal notLogical(WalLevel level) {
        return Refusal.of(
                        "the source has wal_level={0}, so slot {1} can't be created: set wal_level=logical and restart"
                                + " the server",
                        level.value(), slot)
                .withFix("ALTER SYSTEM SET wal_level = 'logical'");
    }

    /**
     * Requires a server that has failover slots.
     *
     * @param version such as 160011
     * @throws Refusal if it is too old
     */
    public static void requireFailover(int version) {
        if (version < FAILOVER) {
            throw Refusal.of(
                    "source.slot-failover=true takes a source of PostgreSQL 17 or later, and this one is PostgreSQL"
                            + " {0}: set it to false",
                    Kernel.text(version));
        }
    }

    private String value(String query) {
        return (String) source.run(query).get(0).values().iterator().next();
    }
}

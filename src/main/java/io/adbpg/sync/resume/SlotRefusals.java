package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.failure.Refusal;

/** Explains why the source did not create a replication slot. */
public final class SlotRefusals {
    private static final int FAILOVER = 170_000;

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
        return new Refusal("source account " + account + " lacks REPLICATION, so it can't create slot " + slot
                        + ": run " + fix + " on the source")
                .withFix(fix);
    }

    /** Returns the refusal for a server with no free slot. */
    public Refusal noneFree() {
        int most = Integer.parseInt(value("SHOW max_replication_slots"));
        return new Refusal("all " + most
                        + " replication slots of the source are in use (max_replication_slots), so slot "
                        + slot + " can't be created: drop one that nobody needs, or raise the setting and restart the"
                        + " server")
                .withFix("ALTER SYSTEM SET max_replication_slots = " + (most + 2));
    }

    /** Returns the refusal for a server whose {@code wal_level} is not logical. */
    public Refusal notLogical() {
        return new Refusal("the source has wal_level=" + value("SHOW wal_level") + ", so slot " + slot
                        + " can't be created: set wal_level=logical and restart the server")
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
            throw new Refusal(
                    "source.slot-failover=true takes a source of PostgreSQL 17 or later, and this one is PostgreSQL "
                            + Kernel.text(version) + ": set it to false");
        }
    }

    private String value(String query) {
        return (String) source.run(query).get(0).values().iterator().next();
    }
}

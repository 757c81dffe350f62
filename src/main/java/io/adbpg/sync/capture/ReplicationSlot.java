package io.adbpg.sync.capture;

import io.adbpg.sync.Diagnosis;
import io.adbpg.sync.Refusal;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.Lsn;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The job's replication slot, seen together with the position that the target holds. */
final class ReplicationSlot {
    private static final String READ =
            """
            SELECT plugin, database, active_pid, CAST(confirmed_flush_lsn AS text) AS confirmed,
                   row_to_json(s)->>'wal_status' AS wal_status
              FROM pg_replication_slots s WHERE slot_name = :?slot
            """;

    private final Database source;
    private final String name;
    private final CommitPosition position;

    ReplicationSlot(Database source, String name, CommitPosition position) {
        this.source = source;
        this.name = name;
        this.position = position;
    }

    /**
     * Makes sure that the slot holds all that comes after the target's position, creating both on the first start.
     *
     * @param neededFrom what comes after this is needed again, whatever the position
     * @return the position
     * @throws Refusal if there is a gap between the two
     * @throws SlotInUse if somebody reads the slot
     */
    long open(int version, long neededFrom) throws Exception {
        // In this order: whoever moves the slot has moved the position before.
        Map<String, Object> slot = read();
        OptionalLong held = position.read();
        if (held.isEmpty()) {
            return start(slot);
        }
        if (slot == null) {
            throw gap(held.getAsLong(), "the slot does not exist on the source");
        }
        checkUnused(slot);
        if ("lost".equals(slot.get("wal_status"))) {
            throw gap(
                    held.getAsLong(), "the source has removed WAL that the slot still needs (max_slot_wal_keep_size)");
        }
        long confirmed = Lsn.parse((String) slot.get("confirmed"));
        long forgotten = Math.min(held.getAsLong(), neededFrom);
        if (confirmed > forgotten) {
            throw gap(forgotten, "the slot begins after it, at " + Lsn.text(confirmed));
        }
        if (version >= 110_000 && confirmed < forgotten) {
            // So that the source does not send again what the target holds.
            source.run(
                    "SELECT pg_replication_slot_advance(:?slot, CAST(:?lsn AS pg_lsn))",
                    Map.of("slot", name, "lsn", Lsn.text(forgotten)));
        }
        return held.getAsLong();
    }

    private long start(Map<String, Object> found) throws Exception {
        Map<String, Object> slot = found;
        if (position.state() == CommitPosition.State.ABSENT) {
            if (slot != null) {
                throw new Refusal("slot " + name + " exists on the source, but the target holds no position for it: if"
                        + " no other job uses it, run SELECT pg_drop_replication_slot('" + name
                        + "') on the source and start again, or choose another sync.job");
            }
            position.begin();
        }
        if (slot == null) {
            create();
            slot = read();
        }
        // A predecessor that was killed may still be creating it.
        checkUnused(slot);
        long begin = Lsn.parse((String) slot.get("confirmed"));
        position.start(begin);
        return begin;
    }

    private void create() {
        try {
            source.run("SELECT pg_create_logical_replication_slot(:?slot, 'pgoutput')", Map.of("slot", name));
        } catch (Diagnosis.Failed e) {
            switch (e.sqlState()) {
                case "42501" ->
                    throw new Refusal("source account " + value("SELECT quote_ident(current_user)")
                            + " lacks REPLICATION, so it can't create slot " + name + ": run ALTER ROLE "
                            + value("SELECT quote_ident(current_user)") + " REPLICATION on the source");
                case "53400" ->
                    throw new Refusal("all " + value("SHOW max_replication_slots") + " replication slots of the source"
                            + " are in use (max_replication_slots), so slot " + name + " can't be created: drop one"
                            + " that nobody needs, or raise the setting and restart the server");
                case "55000" ->
                    throw new Refusal("the source has wal_level=" + value("SHOW wal_level") + ", so slot " + name
                            + " can't be created: set wal_level=logical and restart the server");
                default -> throw e;
            }
        }
    }

    private String value(String query) {
        return (String) source.run(query).get(0).values().iterator().next();
    }

    private Map<String, Object> read() throws Exception {
        List<Map<String, Object>> rows = source.run(READ, Map.of("slot", name));
        return rows.isEmpty() ? null : rows.get(0);
    }

    private void checkUnused(Map<String, Object> slot) {
        if (slot.get("active_pid") != null) {
            throw new SlotInUse("slot " + name + " is in use by process " + slot.get("active_pid")
                    + " of the source: waiting for it to end");
        }
    }

    private Refusal gap(long held, String why) {
        return new Refusal("changes are missing: the target holds position " + Lsn.text(held) + ", but " + why
                + "; to start over, empty the target tables, run DROP TABLE " + "adbpg_sync.position_"
                + name.substring("adbpg_sync_".length()) + " on the target and, if the slot is there, SELECT"
                + " pg_drop_replication_slot('" + name + "') on the source");
    }

    /** Somebody reads the slot; a predecessor that was killed does so for a moment. */
    static final class SlotInUse extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        SlotInUse(String message) {
            super(message);
        }
    }
}

package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;

/**
 * A job's replication slot as it is on the source.
 *
 * @param name its name
 * @param activePid the server process that reads it; null if nobody does
 * @param confirmed the position that it begins after; 0 if there is none
 * @param walStatus as {@code pg_replication_slots} has it from version 13; null before
 * @param isFailover whether standbys are to have it
 */
public record SlotState(String name, Integer activePid, long confirmed, String walStatus, boolean isFailover) {
    private static final String READ =
            """
            SELECT active_pid, CAST(confirmed_flush_lsn AS text) AS confirmed, row_to_json(s)->>'wal_status' AS wal_status,
                   COALESCE(row_to_json(s)->>'failover', 'false') AS failover
              FROM pg_replication_slots s WHERE slot_name = :?slot
            """;

    /** Reads it; null if it does not exist. */
    public static SlotState read(Database source, String name) {
        List<Map<String, Object>> rows = source.run(READ, Map.of("slot", name));
        if (rows.isEmpty()) {
            return null;
        }
        Map<String, Object> row = rows.get(0);
        return new SlotState(
                name,
                (Integer) row.get("active_pid"),
                row.get("confirmed") == null ? 0 : Lsn.parse((String) row.get("confirmed")),
                (String) row.get("wal_status"),
                row.get("failover").equals("true"));
    }

    /**
     * Why changes are missing between what the target holds and what the slot has; null if none are.
     *
     * @param slot null if it does not exist
     * @param held the target's position
     * @param neededFrom what comes after this is needed again, whatever the position
     */
    public static Refusal gap(String name, SlotState slot, long held, long neededFrom) {
        if (slot == null) {
            return gap(held, "slot " + name + " does not exist on the source");
        }
        if ("lost".equals(slot.walStatus)) {
            return gap(held, "the source has removed WAL that the slot still needs (max_slot_wal_keep_size)");
        }
        long forgotten = Math.min(held, neededFrom);
        return slot.confirmed > forgotten
                ? gap(forgotten, "the slot begins after it, at " + Lsn.text(slot.confirmed))
                : null;
    }

    private static Refusal gap(long held, String why) {
        return new Refusal(
                "changes are missing: the target holds position " + Lsn.text(held) + ", but " + why
                        + "; to load all tables again, run java -jar target/adbpg-sync.jar reset --reload --yes and start the job");
    }

    /** What to say of a slot that the target knows nothing of. */
    public static Refusal unknown(String name) {
        String fix = "SELECT pg_drop_replication_slot('" + name + "')";
        return new Refusal("slot " + name + " exists on the source, but the target holds no position for it: if"
                        + " no other job uses it, run " + fix
                        + " on the source and start again, or choose another sync.job")
                .mendedBy(fix);
    }
}

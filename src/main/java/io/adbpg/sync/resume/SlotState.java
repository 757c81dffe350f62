package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;

/**
 * A job's replication slot, as the source shows it.
 *
 * @param activePid the server process that reads it; null if none does
 * @param confirmed its {@code confirmed_flush_lsn}, after which it begins; 0 if there is none
 * @param walStatus its {@code wal_status} from version 13 on; null before
 * @param invalidation why the source has invalidated it, from version 17 on; null if it has not, or before
 * @param inactiveSince since when nobody has read it, from version 17 on; null if somebody does, or before
 * @param isFailover whether it is synchronized to standbys
 */
public record SlotState(
        String name,
        Integer activePid,
        long confirmed,
        String walStatus,
        String invalidation,
        String inactiveSince,
        boolean isFailover) {
    private static final String READ =
            """
            SELECT active_pid, CAST(confirmed_flush_lsn AS text) AS confirmed, row_to_json(s)->>'wal_status' AS wal_status,
                   row_to_json(s)->>'invalidation_reason' AS invalidation,
                   CAST(date_trunc('second', CAST(row_to_json(s)->>'inactive_since' AS timestamptz)) AS text) AS inactive_since,
                   COALESCE(row_to_json(s)->>'failover', 'false') AS failover
              FROM pg_replication_slots s WHERE slot_name = :?slot
            """;

    /** Reads the state of a slot; null if it does not exist. */
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
                (String) row.get("invalidation"),
                (String) row.get("inactive_since"),
                row.get("failover").equals("true"));
    }

    /**
     * Returns why changes are missing between the target's position and the slot; null if none are.
     *
     * @param slot null if it does not exist
     * @param held the target's position
     * @param neededFrom changes after this are needed again, whatever the position
     */
    public static Refusal gap(String name, SlotState slot, long held, long neededFrom) {
        if (slot == null) {
            return gap(held, "slot " + name + " does not exist on the source");
        }
        if (slot.invalidation != null || "lost".equals(slot.walStatus)) {
            return gap(held, slot.whyLost());
        }
        long forgotten = Math.min(held, neededFrom);
        return slot.confirmed > forgotten
                ? gap(forgotten, "the slot begins after it, at " + Lsn.text(slot.confirmed))
                : null;
    }

    private String whyLost() {
        return reason() + (inactiveSince == null ? "" : " (nobody has read it since " + inactiveSince + ")");
    }

    private String reason() {
        return switch (invalidation == null ? "wal_removed" : invalidation) {
            case "wal_removed" -> "the source has removed WAL that the slot still needs (max_slot_wal_keep_size)";
            case "idle_timeout" ->
                "the source has invalidated the slot, which nobody had read for longer than its"
                        + " idle_replication_slot_timeout: set that to 0, or to more than the job may be away";
            case "wal_level_insufficient" ->
                "the source has invalidated the slot, since its wal_level was lower than logical for a while";
            case "rows_removed" ->
                "the source has invalidated the slot, since rows of the catalogue that it needs were removed"
                        + " (hot_standby_feedback of the standby that the source was)";
            default -> "the source has invalidated the slot (" + invalidation + ")";
        };
    }

    private static Refusal gap(long held, String why) {
        return new Refusal(
                "changes are missing: the target holds position " + Lsn.text(held) + ", but " + why
                        + "; to load all tables again, run java -jar target/adbpg-sync.jar reset --reload --yes and start the job");
    }

    /** Returns the refusal for a slot for which the target holds no position. */
    public static Refusal unknown(String name) {
        String fix = "SELECT pg_drop_replication_slot('" + name + "')";
        return new Refusal("slot " + name + " exists on the source, but the target holds no position for it: if"
                        + " no other job uses it, run " + fix
                        + " on the source and start again, or choose another sync.job")
                .withFix(fix);
    }
}

package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Program;
import io.adbpg.sync.failure.Refusal;
import java.util.List;
import java.util.Map;

/**
 * A job's replication slot, as the source shows it.
 *
 * @param activePid the server process that reads it; null if none does
 * @param plugin what decodes the log for it
 * @param confirmed its {@code confirmed_flush_lsn}, after which it begins; 0 if there is none, as before version 9.6
 * @param walStatus its {@code wal_status} from version 13 on; null before
 * @param invalidation why the source has invalidated it, from version 17 on; null if it has not, or before
 * @param inactiveSince since when nobody has read it, from version 17 on; null if somebody does, or before
 * @param isFailover whether it is synchronized to standbys
 */
public record SlotState(
        String name,
        Integer activePid,
        String plugin,
        long confirmed,
        String walStatus,
        String invalidation,
        String inactiveSince,
        boolean isFailover) {
    private static final String READ =
            """
            SELECT CASE WHEN active THEN COALESCE(CAST(row_to_json(s)->>'active_pid' AS int), 0) END AS active_pid,
                   CAST(plugin AS text) AS plugin, row_to_json(s)->>'confirmed_flush_lsn' AS confirmed,
                   row_to_json(s)->>'wal_status' AS wal_status,
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
                (String) row.get("plugin"),
                row.get("confirmed") == null ? 0 : Lsn.parse((String) row.get("confirmed")),
                (String) row.get("wal_status"),
                (String) row.get("invalidation"),
                (String) row.get("inactive_since"),
                row.get("failover").equals("true"));
    }

    /** Returns the state of a slot that was just created. */
    SlotState beginningAt(long lsn) {
        return new SlotState(name, activePid, plugin, lsn, walStatus, invalidation, inactiveSince, isFailover);
    }

    /**
     * Requires that the slot is read as it was made.
     *
     * @throws Refusal if another plug-in decodes the log for it
     */
    public void requirePlugin(Abilities abilities) {
        if (!plugin.equals(abilities.plugin())) {
            throw Refusal.of(
                    "slot {0} was made for plug-in {1}, and source.capture asks for {2}: set source.capture back to {1}; or, to load"
                            + " all tables again, run {3} and start the job",
                    name, plugin, abilities.plugin(), Program.command(Program.RELOAD_ALL));
        }
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
            return gap(held, Message.of("slot {0} does not exist on the source", name));
        }
        if (slot.invalidation != null || "lost".equals(slot.walStatus)) {
            return gap(held, slot.whyLost());
        }
        long forgotten = Math.min(held, neededFrom);
        return slot.confirmed > forgotten
                ? gap(forgotten, Message.of("the slot begins after it, at {0}", Lsn.text(slot.confirmed)))
                : null;
    }

    private Message whyLost() {
        return inactiveSince == null
                ? reason()
                : Message.of("{0} (nobody has read it since {1})", reason(), inactiveSince);
    }

    private Message reason() {
        return switch (invalidation == null ? "wal_removed" : invalidation) {
            case "wal_removed" ->
                Message.of("the source has removed WAL that the slot still needs (max_slot_wal_keep_size)");
            case "idle_timeout" ->
                Message.of("the source has invalidated the slot, which nobody had read for longer than its"
                        + " idle_replication_slot_timeout: set that to 0, or to more than the job may be away");
            case "wal_level_insufficient" ->
                Message.of(
                        "the source has invalidated the slot, since its wal_level was lower than logical for a while");
            case "rows_removed" ->
                Message.of("the source has invalidated the slot, since rows of the catalogue that it needs were removed"
                        + " (hot_standby_feedback of the standby that the source was)");
            default -> Message.of("the source has invalidated the slot ({0})", invalidation);
        };
    }

    private static Refusal gap(long held, Message why) {
        return Refusal.of(
                "changes are missing: the target holds position {0}, but {1}; to load all tables again, run {2}"
                        + " and start the job",
                Lsn.text(held), why, Program.command(Program.RELOAD_ALL));
    }

    /** Returns the refusal for a slot for which the target holds no position. */
    public static Refusal unknown(String name) {
        String fix = "SELECT pg_drop_replication_slot('" + name + "')";
        return Refusal.of(
                        "slot {0} exists on the source, but the target holds no position for it: if no other job uses"
                                + " it, run {1} on the source and start again, or choose another sync.job",
                        name, fix)
                .withFix(fix);
    }
}

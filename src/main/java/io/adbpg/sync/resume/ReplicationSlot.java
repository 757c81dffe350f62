package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Abilities;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.catalog.ServerSession;
import io.adbpg.sync.catalog.WalLevel;
import io.adbpg.sync.failure.Failed;
import io.adbpg.sync.failure.Hindrance;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

/** Opens the job's replication slot at the position that the target holds. */
public final class ReplicationSlot {
    private final Database source;
    private final Settings settings;
    private final String name;
    private final CommitPosition position;
    private SlotState slot;
    private Abilities abilities;

    public ReplicationSlot(Database source, Settings settings, CommitPosition position) {
        this.source = source;
        this.settings = settings;
        this.name = settings.slot();
        this.position = position;
    }

    /**
     * Reads slot and position. Requires that the slot has all changes after the position that the target holds, if it
     * holds one.
     *
     * @param abilities what the source can do
     * @param neededFrom changes after this are needed again, whatever the position
     * @throws Refusal if there is a gap between the two
     * @throws Hindrance if another session reads the slot; a killed predecessor's may do so for a moment
     */
    public void check(Abilities abilities, long neededFrom) throws Exception {
        if (settings.slotFailover()) {
            SlotRefusals.requireFailover(abilities.version());
        }
        this.abilities = abilities;
        // The slot first: a job moves the position before it confirms the slot.
        slot = SlotState.read(source, name);
        OptionalLong held = position.read();
        Timeline timeline = Timeline.now(source, abilities);
        if (held.isEmpty()) {
            position.noteTimeline(timeline.number());
            if (slot != null && position.state() == PositionTable.State.ABSENT) {
                throw SlotState.unknown(name);
            }
            return;
        }
        Refusal elsewhere =
                timeline.mismatch(Math.max(held.getAsLong(), position.ahead()), position.timeline(), settings);
        if (elsewhere != null) {
            throw elsewhere;
        }
        position.noteTimeline(timeline.number());
        if (slot != null) {
            checkUnused(slot);
            slot.requirePlugin(abilities);
        }
        Refusal gap = SlotState.gap(name, slot, held.getAsLong(), neededFrom);
        if (gap != null) {
            throw gap;
        }
    }

    /** After {@link #check}: creates slot and position if the target holds no position. */
    public void open() throws Exception {
        if (position.state() == PositionTable.State.KNOWN) {
            alter(slot);
        } else {
            start();
        }
    }

    /**
     * Advances the slot, so that the source does not send again what the target holds, but for what tells whether it
     * still has the same history.
     *
     * @param abilities what the source can do: older ones than 11 can't do it
     * @param neededFrom changes after this are needed again, whatever the position
     * @return where the slot begins
     */
    public long advance(Abilities abilities, long neededFrom) {
        long begin = Math.min(
                Math.min(position.written(), neededFrom),
                position.lastTransaction().neededFrom());
        if (!abilities.advancesSlots() || slot.confirmed() >= begin) {
            return slot.confirmed();
        }
        source.run(
                "SELECT pg_replication_slot_advance(:?slot, CAST(:?lsn AS pg_lsn))",
                Map.of("slot", name, "lsn", Lsn.text(begin)));
        return begin;
    }

    private void start() throws Exception {
        if (position.state() == PositionTable.State.ABSENT) {
            position.begin();
        }
        Instant asked = null;
        if (slot == null) {
            asked = now();
            slot = create();
        }
        // A killed predecessor may still be creating it.
        checkUnused(slot);
        slot.requirePlugin(abilities);
        alter(slot);
        position.start(slot.confirmed(), asked);
    }

    /** By the source's clock. */
    private Instant now() {
        return Instant.ofEpochMilli(
                (Long) source.run("SELECT CAST(floor(EXTRACT(epoch FROM clock_timestamp()) * 1000) AS bigint) AS now")
                        .get(0)
                        .get("now"));
    }

    private SlotState create() {
        try {
            String begin = (String) source.run(
                            "SELECT CAST(s.lsn AS text) AS lsn FROM pg_create_logical_replication_slot(:?slot, :?plugin"
                                    + (settings.slotFailover() ? ", failover => true)" : ")") + " AS s (name, lsn)",
                            Map.of("slot", name, "plugin", abilities.plugin()))
                    .get(0)
                    .get("lsn");
            return SlotState.read(source, name).beginningAt(Lsn.parse(begin));
        } catch (Failed e) {
            SlotRefusals refusals = new SlotRefusals(source, name);
            switch (e.sqlState()) {
                case "42501" -> throw refusals.lacksReplication();
                case "53400" -> throw refusals.noneFree();
                case "55000" -> {
                    WalLevel level = WalLevel.read(source);
                    throw level.isEnough() ? e : refusals.notLogical(level);
                }
                default -> throw e;
            }
        }
    }

    /** Turns on failover for an existing slot if the settings ask for it; never turns it off. */
    private void alter(SlotState found) {
        if (!settings.slotFailover() || found.isFailover()) {
            return;
        }
        try (Connection connection = settings.source().connectForReplication(settings.job());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER_REPLICATION_SLOT " + name + " (FAILOVER true)");
        } catch (SQLException e) {
            throw new Failed("source", e);
        }
    }

    private void checkUnused(SlotState found) {
        if (found.activePid() == null) {
            return;
        }
        ServerSession reader = ServerSession.find(source, found.activePid());
        if (settings.isStandby()) {
            endReaderOfOtherCopy(found.activePid());
        }
        throw Hindrance.of("slot {0} is in use by {1} of the source: waiting for it to end", name, reader);
    }

    /** This copy has the job's lock: another one that still reads is frozen, or cut off from the target. */
    private void endReaderOfOtherCopy(int pid) {
        source.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = :?pid AND application_name = :?name"
                        // That of another account can't be ended, and is waited for.
                        + " AND usename = session_user",
                Map.of("pid", pid, "name", ServerSession.application(settings.job())));
    }
}

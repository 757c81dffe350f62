package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.TableStates;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.load.UnsentChanges;
import io.adbpg.sync.resume.PositionTable;
import io.adbpg.sync.resume.Publication;
import io.adbpg.sync.resume.PublicationNeeds;
import io.adbpg.sync.resume.PublicationState;
import io.adbpg.sync.resume.SlotRefusals;
import io.adbpg.sync.resume.SlotState;
import java.util.List;
import org.apache.camel.Body;

/** Checks the replication slot and the publication, and what they require. */
public final class ReplicationCheck {
    private static final String SOURCE = "source";
    private static final Message RESTART =
            Message.of("one for the stream, and one while tables are loaded; a change takes a restart of the server");

    // Amazon RDS grants the right to replicate by a role.
    private static final String MAY_REPLICATE =
            """
            SELECT rolreplication OR rolsuper
                   OR EXISTS (SELECT 1 FROM pg_roles g WHERE g.rolname = 'rds_replication' AND pg_has_role(g.oid, 'USAGE'))
                   AS may
              FROM pg_roles WHERE rolname = current_user
            """;

    /** Adds its findings to the run. */
    public void check(@Body PrecheckRun run) {
        if (run.tables() == null) {
            return;
        }
        Database source = run.source();
        String name = run.settings().slot();
        run.check("replication", SOURCE, Message.of("the attribute REPLICATION"), () -> {
            if (!(Boolean) source.run(MAY_REPLICATE).get(0).get("may")) {
                throw new SlotRefusals(source, name).lacksReplication();
            }
            return Message.of("allowed");
        });
        if (run.settings().slotFailover()) {
            run.check("slot failover", SOURCE, Message.NONE, () -> failover(run));
        }
        run.check(
                "slot",
                SOURCE,
                Message.of("a slot that is not confirmed beyond the position that the target holds"),
                () -> slot(run, name));
        run.check("free slots", SOURCE, RESTART, () -> slots(run, name));
        run.check("free WAL senders", SOURCE, RESTART, () -> senders(run, name));
        if (run.tables().abilities().publishes()) {
            run.check("publication", SOURCE, Message.of("CREATE on the database"), () -> publication(run, name));
        }
    }

    private static Message failover(PrecheckRun run) {
        SlotRefusals.requireFailover(run.tables().version());
        if (!ServerSetting.read(run.source(), "synchronized_standby_slots")
                .value()
                .isBlank()) {
            return Message.of("supported");
        }
        run.warn(
                "slot failover",
                SOURCE,
                Message.of(
                        "synchronized_standby_slots is empty, so the job may get ahead of the standby; after a failover"
                                + " it would then have to load all tables again"),
                Message.of("the name of the slot that the standby replicates from"),
                "");
        return null;
    }

    private static Message slot(PrecheckRun run, String name) {
        SlotState slot = SlotState.read(run.source(), name);
        if (!run.isJobKnown()) {
            return slot == null ? Message.of("{0} does not exist", name) : Message.of("{0} exists", name);
        }
        if (run.held().state() == PositionTable.State.KNOWN) {
            if (gap(run, name, slot) != null) {
                // What the target holds was read before the slot was, and a running job goes on meanwhile.
                String job = run.settings().job();
                run.job(
                        PositionTable.find(job, run.target()),
                        new TableStates(job, run.target()).find(),
                        run.remembered());
                Refusal gap = gap(run, name, slot);
                if (gap != null) {
                    throw gap;
                }
            }
        } else if (slot != null && run.held().state() == PositionTable.State.ABSENT) {
            throw SlotState.unknown(name);
        }
        if (slot == null) {
            return Message.of("{0} will be created", name);
        }
        slot.requirePlugin(run.tables().abilities());
        return Message.of(
                "{0} is confirmed up to {1}{2}",
                name,
                Lsn.text(slot.confirmed()),
                slot.activePid() == null
                        ? Message.NONE
                        : Message.of(", and is read by process {0}: that is the job, if it runs", slot.activePid()));
    }

    private static Refusal gap(PrecheckRun run, String name, SlotState slot) {
        long neededFrom = run.states().values().stream()
                .filter(state -> state.phase() == Phase.LOADED)
                .mapToLong(State::lsn)
                .min()
                .orElse(Long.MAX_VALUE);
        return SlotState.gap(name, slot, run.held().lsn(), neededFrom);
    }

    /** The stream needs a slot, and a load needs another one. */
    private static Message slots(PrecheckRun run, String name) {
        boolean isThere = SlotState.read(run.source(), name) != null;
        int needed = (isThere ? 0 : 1) + (run.isAnyToBeLoaded() ? 1 : 0);
        long most = ServerSetting.read(run.source(), "max_replication_slots").amount();
        long free = most - used(run, "pg_replication_slots");
        if (!isThere && free < 1) {
            throw new SlotRefusals(run.source(), name).noneFree();
        }
        return free(run, "max_replication_slots", most, free, needed);
    }

    private static Message senders(PrecheckRun run, String name) {
        SlotState slot = SlotState.read(run.source(), name);
        boolean isRead = slot != null && slot.activePid() != null;
        int needed = (isRead ? 0 : 1) + (run.isAnyToBeLoaded() ? 1 : 0);
        long most = ServerSetting.read(run.source(), "max_wal_senders").amount();
        return free(run, "max_wal_senders", most, most - used(run, "pg_stat_replication"), needed);
    }

    private static long used(PrecheckRun run, String view) {
        return ((Number) run.source()
                        .run("SELECT count(*) AS used FROM " + view)
                        .get(0)
                        .get("used"))
                .longValue();
    }

    private static Message free(PrecheckRun run, String setting, long most, long free, int needed) {
        if (free >= needed) {
            return Message.of("{0} of {1}; needed: {2}", free, most, needed);
        }
        run.fail(
                setting.equals("max_wal_senders") ? "free WAL senders" : "free slots",
                SOURCE,
                Message.of("{0} of {1} ({2})", free, most, setting),
                Message.of("{0}, one of them for loads; a change takes a restart of the server", needed),
                "ALTER SYSTEM SET " + setting + " = " + (most + needed - free));
        return null;
    }

    private static Message publication(PrecheckRun run, String name) {
        Publication publication =
                new Publication(run.source(), name, run.tables().version());
        PublicationState found = publication.read();
        PublicationNeeds needs = PublicationNeeds.of(run.tables(), run.routes());
        publication.requireRights(found, needs);
        if (run.held().state() == PositionTable.State.KNOWN) {
            UnsentChanges unsent =
                    UnsentChanges.find(found, run.remembered(), run.tables(), needs, run.states()::get, List.of());
            unsent.requireReloadable(name, run.routes());
            if (!unsent.tables().isEmpty()) {
                run.warn(
                        "publication",
                        SOURCE,
                        found == null
                                ? Message.of(
                                        "somebody has dropped {0}, so changes of these tables may be missing on the target: {1}",
                                        name, unsent.list())
                                : Message.of(
                                        "somebody has altered {0}, so changes of these tables may be missing on the target: {1}",
                                        name, unsent.list()),
                        Message.of(
                                "a publication that nobody but the job alters; the job loads these tables again by itself"),
                        "");
                return null;
            }
        }
        if (found == null) {
            return Message.of("{0} will be created", name);
        }
        return publication.statements(found, needs).isEmpty()
                ? Message.of("{0} publishes the job's tables", name)
                : Message.of("{0} will be changed to publish the job's tables", name);
    }
}

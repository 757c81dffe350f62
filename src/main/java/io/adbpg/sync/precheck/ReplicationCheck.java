package io.adbpg.sync.precheck;

import io.adbpg.sync.Refusal;
import io.adbpg.sync.capture.Publication;
import io.adbpg.sync.capture.SlotRefusals;
import io.adbpg.sync.capture.SlotState;
import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.load.TableStates.Phase;
import io.adbpg.sync.load.TableStates.State;
import io.adbpg.sync.resume.CommitPosition;
import io.adbpg.sync.resume.Lsn;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Body;

/** Looks at what the job reads the source by: its slot and publication, and what these take. */
public final class ReplicationCheck {
    private static final String SOURCE = "source";

    // On Amazon's service the right to replicate comes with a role.
    private static final String MAY_REPLICATE =
            """
            SELECT rolreplication OR rolsuper
                   OR EXISTS (SELECT 1 FROM pg_roles g WHERE g.rolname = 'rds_replication' AND pg_has_role(g.oid, 'USAGE'))
                   AS may
              FROM pg_roles WHERE rolname = current_user
            """;
    private static final String IN_USE =
            """
            SELECT (SELECT count(*) FROM pg_replication_slots) AS slots,
                   (SELECT count(*) FROM pg_stat_replication) AS senders
            """;
    private static final String PUBLICATION_OWNER =
            """
            SELECT quote_ident(pg_get_userbyid(pubowner)) AS owner, quote_ident(current_user) AS account
              FROM pg_publication WHERE pubname = :?name AND NOT pg_has_role(pubowner, 'USAGE')
            """;

    /** Adds what it finds. */
    public void check(@Body PrecheckRun run) {
        if (run.tables() == null) {
            return;
        }
        Database source = run.source();
        String name = run.settings().slot();
        run.check("replication", SOURCE, "the attribute REPLICATION", () -> {
            if (!(Boolean) source.run(MAY_REPLICATE).get(0).get("may")) {
                throw new SlotRefusals(source, name).lacksReplication();
            }
            return "allowed";
        });
        run.check("slot", SOURCE, "a slot that begins no later than what the target holds", () -> slot(run, name));
        run.check("free slots", SOURCE, "", () -> free(run, name));
        run.check("publication", SOURCE, "CREATE on the database", () -> publication(run, name));
    }

    private static String slot(PrecheckRun run, String name) {
        SlotState slot = SlotState.read(run.source(), name);
        if (!run.isJobKnown()) {
            return slot == null ? name + " does not exist" : name + " exists";
        }
        if (run.held().state() == CommitPosition.State.KNOWN) {
            long neededFrom = run.states().values().stream()
                    .filter(state -> state.phase() == Phase.LOADED)
                    .mapToLong(State::lsn)
                    .min()
                    .orElse(Long.MAX_VALUE);
            Refusal gap = SlotState.gap(name, slot, run.held().lsn(), neededFrom);
            if (gap != null) {
                throw gap;
            }
        } else if (slot != null && run.held().state() == CommitPosition.State.ABSENT) {
            throw SlotState.unknown(name);
        }
        if (slot == null) {
            return name + " will be created";
        }
        return name + " begins at " + Lsn.text(slot.confirmed())
                + (slot.activePid() == null
                        ? ""
                        : ", and is read by process " + slot.activePid() + ": that is the job, if it runs");
    }

    /** A slot and a sender for the stream, and one more of each while tables are loaded. */
    private static String free(PrecheckRun run, String name) {
        Database source = run.source();
        Map<String, Object> used = source.run(IN_USE).get(0);
        SlotState slot = SlotState.read(source, name);
        int loads = run.isAnyToBeLoaded() ? 1 : 0;
        int needed = (slot == null ? 1 : 0) + loads;
        int senders = (slot == null || slot.activePid() == null ? 1 : 0) + loads;
        long most = ServerSetting.read(source, "max_replication_slots").amount();
        long free = most - ((Number) used.get("slots")).longValue();
        if (slot == null && free < 1) {
            throw new SlotRefusals(source, name).noneFree();
        }
        lacks(run, "max_replication_slots", most, free, needed);
        long mostSenders = ServerSetting.read(source, "max_wal_senders").amount();
        long freeSenders = mostSenders - ((Number) used.get("senders")).longValue();
        lacks(run, "max_wal_senders", mostSenders, freeSenders, senders);
        return free < needed || freeSenders < senders
                ? null
                : free + " of " + most + " slots and " + freeSenders + " of " + mostSenders + " WAL senders; needed: "
                        + needed + " and " + senders;
    }

    private static void lacks(PrecheckRun run, String setting, long most, long free, int needed) {
        if (free < needed) {
            run.fail(
                    setting,
                    SOURCE,
                    most + ", of which " + free + " are free",
                    needed + " free ones: one for the stream, and one for loads; it takes a restart of the server",
                    "ALTER SYSTEM SET " + setting + " = " + (most + needed - free));
        }
    }

    private static String publication(PrecheckRun run, String name) {
        Database source = run.source();
        Publication publication = new Publication(source, name);
        if (!publication.exists()) {
            new Account(source).requireOnDatabase("CREATE", "; it is for CREATE PUBLICATION");
            return name + " will be created";
        }
        Set<TableName> wanted =
                run.tables().all().stream().map(SourceTable::name).collect(Collectors.toCollection(TreeSet::new));
        boolean isComplete = publication.published().equals(wanted);
        for (Map<String, Object> row : source.run(PUBLICATION_OWNER, Map.of("name", name))) {
            if (!isComplete) {
                run.fail(
                        "publication",
                        SOURCE,
                        name + " belongs to " + row.get("owner") + ", and holds other tables than the job captures",
                        "a publication that the job's account may change",
                        "GRANT " + row.get("owner") + " TO " + row.get("account"));
                return null;
            }
        }
        return name + (isComplete ? " holds the job's tables" : " will be changed to hold the job's tables");
    }
}

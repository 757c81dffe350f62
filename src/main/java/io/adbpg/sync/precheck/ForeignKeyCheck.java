package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.ForeignKey;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds foreign keys on the target that get in the job's way. The source has checked its rows; what the target does beyond
 * that is to refuse rows that are on their way, or to change rows of which the source knows nothing.
 */
final class ForeignKeyCheck {
    private static final String CHECK = "foreign keys";
    private static final Message OR_REPLICA =
            Message.of(", or target.replication-role=replica, with which the target checks none");

    private final PrecheckRun run;

    ForeignKeyCheck(PrecheckRun run) {
        this.run = run;
    }

    /** Adds its findings about tables whose target tables exist. */
    void check(Map<SourceTable, MappingInspection> tables) {
        Set<TableName> targets =
                tables.values().stream().map(MappingInspection::target).collect(Collectors.toSet());
        List<ForeignKey> keys = ForeignKey.load(run.target(), run.kernel(), targets);
        if (keys.isEmpty() || run.settings().replicationRole() == ReplicationRole.REPLICA) {
            return;
        }
        // Each where it is noticed: at the table that is referred to, since its rows are deleted, or else at the one
        // that refers.
        Set<ForeignKey> told = new LinkedHashSet<>();
        tables.forEach((table, inspection) -> keys.stream()
                .filter(key -> key.to().equals(inspection.target()) && told.add(key))
                .forEach(key -> referred(table, inspection, key)));
        tables.forEach((table, inspection) -> keys.stream()
                .filter(key -> key.from().equals(inspection.target()) && told.add(key))
                .forEach(key -> refers(table, key)));
    }

    private void referred(SourceTable table, MappingInspection inspection, ForeignKey key) {
        String subject = table.name().toString();
        boolean deletes = !inspection.isHistory()
                && (inspection.operations().contains(Operation.UPDATE)
                        || inspection.operations().contains(Operation.DELETE));
        if (key.acts() && deletes) {
            run.fail(
                    CHECK,
                    subject,
                    Message.of(
                            "{0} deletes or changes rows of {1} when the job deletes rows of {2}, which it also does to"
                                    + " update them",
                            key, key.from(), key.to()),
                    Message.of(
                            "no such foreign key: the source's own has done this to its rows already{0}", OR_REPLICA),
                    key.drop());
        } else if (!key.isDeferred()) {
            immediate(subject, key);
        } else {
            run.passed(CHECK, subject, Message.of("{0} is checked at commit", key));
        }
    }

    private void immediate(String subject, ForeignKey key) {
        Message found = Message.of(
                "{0} is checked at once: it refuses an update of a row of {1} that others refer to, since the"
                        + " job deletes it first, and rows of {2} that arrive before those that they refer to",
                key, key.to(), key.from());
        Message needed = Message.of("one that is checked at commit, or none{0}", OR_REPLICA);
        if (run.settings().onError().quarantines()) {
            run.warn(CHECK, subject, found, needed, key.defer());
        } else {
            run.fail(CHECK, subject, found, needed, key.defer());
        }
    }

    private void refers(SourceTable table, ForeignKey key) {
        run.warn(
                CHECK,
                table.name().toString(),
                Message.of(
                        "{0} refers to rows that this job does not bring: rows are refused whose counterparts are"
                                + " missing there",
                        key),
                Message.of("the rows, from wherever they come, or no such foreign key{0}", OR_REPLICA),
                key.drop());
    }
}

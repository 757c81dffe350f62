package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.ForeignKey;
import io.adbpg.sync.catalog.ReplicationRole;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
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
    private static final String OR_REPLICA = ", or target.replication-role=replica, with which the target checks none";

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
                    key + " deletes or changes rows of " + key.from() + " when the job deletes rows of " + key.to()
                            + ", which it also does to update them",
                    "no such foreign key: the source's own has done this to its rows already" + OR_REPLICA,
                    key.drop());
        } else if (!key.isDeferred()) {
            immediate(subject, key);
        } else {
            run.passed(CHECK, subject, key + " is checked at commit");
        }
    }

    private void immediate(String subject, ForeignKey key) {
        String found = key + " is checked at once: it refuses an update of a row of " + key.to()
                + " that others refer to, since the job deletes it first, and rows of " + key.from()
                + " that arrive before those that they refer to";
        String needed = "one that is checked at commit, or none" + OR_REPLICA;
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
                key
                        + " refers to rows that this job does not bring: rows are refused whose counterparts are missing there",
                "the rows, from wherever they come, or no such foreign key" + OR_REPLICA,
                key.drop());
    }
}

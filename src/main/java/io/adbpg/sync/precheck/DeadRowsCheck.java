package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.vacuum.DueTables;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks who removes dead rows on the target: Greenplum kernels have no autovacuum. */
final class DeadRowsCheck {
    private static final String TARGET = "target";
    private static final String CHECK = "dead rows";

    private DeadRowsCheck() {}

    static void check(PrecheckRun run) {
        run.check(CHECK, TARGET, "", () -> {
            Map<TableName, Long> due = DueTables.find(run.settings());
            if (due.isEmpty()) {
                return whoRemovesThem(run);
            }
            run.warn(
                    CHECK,
                    TARGET,
                    due.entrySet().stream()
                            .map(table -> table.getKey() + " has about " + table.getValue())
                            .collect(Collectors.joining(", ")),
                    "tables that are vacuumed when a fifth of their rows is dead",
                    due.keySet().stream()
                            .map(table -> "VACUUM " + table.toSql() + ";")
                            .collect(Collectors.joining(" ", "", " or set sync.vacuum=on")));
            return null;
        });
    }

    private static String whoRemovesThem(PrecheckRun run) {
        if (!run.kernel().greenplum()) {
            return "autovacuum removes them, where it is on";
        }
        return "the server does not remove them by itself: "
                + switch (run.settings().vacuum()) {
                    case ON -> "the job vacuums tables that have many (sync.vacuum=on)";
                    case ADVISE -> "the job tells which tables to vacuum (sync.vacuum=advise)";
                    case OFF -> "vacuum its tables by a schedule of your own (sync.vacuum=off)";
                };
    }
}

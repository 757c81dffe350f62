package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.vacuum.DueTables;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks who removes dead rows on the target: Greenplum kernels have no autovacuum. */
final class DeadRowsCheck {
    private static final String TARGET = "target";
    private static final String CHECK = "dead rows";

    private DeadRowsCheck() {}

    static void check(PrecheckRun run) {
        run.check(CHECK, TARGET, Message.NONE, () -> {
            Map<TableName, Long> due = DueTables.find(run.settings());
            if (due.isEmpty()) {
                return whoRemovesThem(run);
            }
            run.warn(
                    CHECK,
                    TARGET,
                    Message.list(due.entrySet().stream()
                            .map(table -> Message.of("{0} has about {1}", table.getKey(), table.getValue()))
                            .toList()),
                    Message.of("tables that are vacuumed when a fifth of their rows is dead"),
                    Message.of(
                            "{0} or set sync.vacuum=on",
                            due.keySet().stream()
                                    .map(table -> "VACUUM " + table.toSql() + ";")
                                    .collect(Collectors.joining(" "))));
            return null;
        });
    }

    private static Message whoRemovesThem(PrecheckRun run) {
        if (!run.kernel().greenplum()) {
            return Message.of("autovacuum removes them, where it is on");
        }
        Message who =
                switch (run.settings().vacuum()) {
                    case ON -> Message.of("the job vacuums tables that have many (sync.vacuum=on)");
                    case ADVISE -> Message.of("the job tells which tables to vacuum (sync.vacuum=advise)");
                    case OFF -> Message.of("vacuum its tables by a schedule of your own (sync.vacuum=off)");
                };
        return Message.of("the server does not remove them by itself: {0}", who);
    }
}

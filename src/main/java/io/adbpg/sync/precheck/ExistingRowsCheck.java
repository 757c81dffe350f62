package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.Account;
import io.adbpg.sync.catalog.FilledTables;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.load.LoadPlan;
import io.adbpg.sync.mapping.MappingInspection;
import io.adbpg.sync.mapping.TableMapping;
import io.adbpg.sync.settings.Settings.ExistingData;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Checks what becomes of rows that the targets of tables have before these are loaded. */
final class ExistingRowsCheck {
    private final PrecheckRun run;
    /** The target tables that are to be loaded and have rows that are not the job's own. */
    private final Set<TableName> filled = new HashSet<>();

    /**
     * Looks which target tables have rows.
     *
     * @param mayRead whether the account may read a target table
     */
    ExistingRowsCheck(PrecheckRun run, Map<SourceTable, MappingInspection> tables, Predicate<TableName> mayRead) {
        this.run = run;
        Set<TableName> ours = tables.entrySet().stream()
                .filter(table -> run.states().containsKey(table.getKey().name())
                        && !run.isToBeLoaded(table.getKey().name()))
                .map(table -> table.getValue().target())
                .collect(Collectors.toSet());
        Map<TableName, TargetTable> asked = new LinkedHashMap<>();
        tables.forEach((table, inspection) -> {
            TableName target = inspection.target();
            if (run.isToBeLoaded(table.name()) && !ours.contains(target) && mayRead.test(target)) {
                asked.put(target, inspection.targetTable());
            }
        });
        run.check("existing rows", "target", Message.NONE, () -> {
            filled.addAll(FilledTables.find(run.target(), asked.values()));
            return null;
        });
    }

    /** Adds its finding about the target of a table, if that is to be loaded. */
    void check(SourceTable table, TableName target) {
        if (!run.isToBeLoaded(table.name())) {
            return;
        }
        String subject = table.name().toString();
        TableMapping mapping = run.routes().of(table.name()).mapping();
        ExistingData existing = run.settings().load().existingData();
        boolean isInterrupted = run.states().containsKey(table.name());
        run.check("existing rows", subject, Message.NONE, () -> {
            if (!filled.contains(target)) {
                return Message.of("none");
            }
            if (isInterrupted) {
                return Message.of("those of a load that is under way or will start over");
            }
            if (existing == ExistingData.STOP) {
                throw LoadPlan.existingRows(table, mapping);
            }
            if (existing == ExistingData.TRUNCATE) {
                new Account(run.target()).requireOnTable(target, Set.of("TRUNCATE"));
                return Message.of("are deleted before the load (sync.existing-data=truncate)");
            }
            Refusal refusal = LoadPlan.keptRows(table, mapping);
            if (refusal != null) {
                throw refusal;
            }
            return Message.of("stay (sync.existing-data=keep)");
        });
    }
}

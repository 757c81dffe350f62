package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.EnumType;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds values of the source's enum types that those of the target lack, so that rows with them would be refused. */
final class EnumValuesCheck {
    private final PrecheckRun run;

    EnumValuesCheck(PrecheckRun run) {
        this.run = run;
    }

    /** Adds its findings to the run. */
    void check(Map<SourceTable, MappingInspection> tables) {
        Map<TableName, MappingInspection> ofEnums = new LinkedHashMap<>();
        tables.forEach((table, inspection) -> {
            if (table.shape().columns().stream().anyMatch(column -> column.isOfEnum())) {
                ofEnums.put(table.name(), inspection);
            }
        });
        if (ofEnums.isEmpty()) {
            return;
        }
        Set<TableName> targets =
                ofEnums.values().stream().map(MappingInspection::target).collect(Collectors.toSet());
        Map<TableName, Map<String, EnumType>> here = EnumType.ofColumns(run.source(), ofEnums.keySet());
        Map<TableName, Map<String, EnumType>> there = EnumType.ofColumns(run.target(), targets);
        ofEnums.forEach((table, inspection) -> {
            Map<String, EnumType> ours = here.getOrDefault(table, Map.of());
            there.getOrDefault(inspection.target(), Map.of()).forEach((column, type) -> {
                String from = inspection.sourceOf(column);
                List<String> additions = ours.containsKey(from) ? type.additions(ours.get(from)) : List.of();
                if (!additions.isEmpty()) {
                    tell(table, type, String.join("; ", additions));
                }
            });
        });
    }

    private void tell(TableName table, EnumType type, String additions) {
        if (run.settings().following().isFull()) {
            run.passed("enum values", table.toString(), Message.of("the job will run {0} on the target", additions));
        } else {
            run.warn(
                    "enum values",
                    table.toString(),
                    Message.of(
                            "enum type {0} of the target lacks values of the source: rows that have them would be refused",
                            type.name()),
                    Message.of("the same values, or text in place of the type"),
                    additions);
        }
    }
}

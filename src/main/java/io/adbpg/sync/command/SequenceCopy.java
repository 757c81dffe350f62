package io.adbpg.sync.command;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.Sequences;
import io.adbpg.sync.catalog.Sequences.Column;
import io.adbpg.sync.catalog.Sequences.Value;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.SourceTables;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTables;
import io.adbpg.sync.mapping.MappingInspection;
import io.adbpg.sync.mapping.TableRoutes;
import io.adbpg.sync.mapping.TableRoutes.TableRoute;
import io.adbpg.sync.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Sets the target's sequences to where the source's stand: those that number the same column on both ends, and those of the
 * same name in schemas that an entry takes as a whole.
 */
final class SequenceCopy {
    private final TableRoutes routes;
    private final Settings settings;
    private final Database source;
    private final Database target;
    private final Consumer<String> told;
    private final Sequences onSource;
    private final Sequences onTarget;

    /** @param told receives a line per sequence */
    SequenceCopy(TableRoutes routes, Settings settings, Database source, Database target, Consumer<String> told) {
        this.routes = routes;
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.told = told;
        this.onSource = new Sequences(source);
        this.onTarget = new Sequences(target);
    }

    /** Sets them; none is set back. */
    void run() throws Exception {
        Map<TableName, List<Column>> there = onTarget.find();
        Map<Column, TableName> numbered = new HashMap<>();
        there.forEach((sequence, columns) -> columns.forEach(column -> numbered.put(column, sequence)));
        Map<Column, Set<Column>> targetColumns = targetColumns(numbered.keySet());

        Map<TableName, Value> values = new TreeMap<>();
        Map<TableName, List<TableName>> origins = new TreeMap<>();
        List<String> without = new ArrayList<>();
        for (Map.Entry<TableName, List<Column>> sequence : onSource.find().entrySet()) {
            Set<TableName> matching = new TreeSet<>();
            sequence.getValue().forEach(column -> targetColumns
                    .getOrDefault(column, Set.of())
                    .forEach(other -> matching.add(numbered.get(other))));
            TableName sameName = sameName(sequence.getKey());
            if (matching.isEmpty() && sameName != null && there.containsKey(sameName)) {
                matching.add(sameName);
            }
            if (matching.isEmpty()) {
                sequence.getValue().stream()
                        .filter(targetColumns::containsKey)
                        .forEach(column -> without.add(column + ": no sequence numbers its column on the target"));
                continue;
            }
            Value value = onSource.value(sequence.getKey());
            for (TableName other : matching) {
                values.merge(other, value, (one, two) -> one.isBehind(two) ? two : one);
                origins.computeIfAbsent(other, name -> new ArrayList<>()).add(sequence.getKey());
            }
        }
        values.forEach((sequence, value) -> set(sequence, value, origins.get(sequence)));
        without.forEach(told);
    }

    private void set(TableName sequence, Value value, List<TableName> origins) {
        String from = ", from "
                + String.join(", ", origins.stream().map(TableName::toString).toList());
        Value before = onTarget.value(sequence);
        if (value.isBehind(before)) {
            told.accept(sequence + ": stays at " + before.last() + ", which is past " + value.last() + from);
            return;
        }
        onTarget.set(sequence, value);
        told.accept(sequence + ": " + value.last() + from);
    }

    /** Returns the name that a sequence has on the target if its schema is taken as a whole; otherwise null. */
    private TableName sameName(TableName sequence) {
        TableRoute route = routes.of(new TableName(sequence.schema(), "*"));
        return route == null || route.mapping() == null ? null : route.mapping().target(sequence);
    }

    /** Returns for each column of a captured table those of these target columns that get its values; perhaps none. */
    private Map<Column, Set<Column>> targetColumns(Set<Column> numbered) throws Exception {
        Kernel kernel = Kernel.probe(target);
        Map<Column, Set<Column>> found = new HashMap<>();
        Map<SourceTable, MappingInspection> inspections = new LinkedHashMap<>();
        Set<TableName> names = new TreeSet<>();
        for (SourceTable table :
                SourceTables.load(source, routes.wanted(), settings::abilities).all()) {
            TableRoute route = routes.of(table.name());
            if (route.mapping() != null) {
                MappingInspection inspection = route.mapping().inspect(table);
                inspections.put(table, inspection);
                names.add(inspection.target());
            }
        }
        TargetTables targets = TargetTables.load(target, kernel, names);
        inspections.forEach((table, inspection) -> {
            table.types().keySet().forEach(column -> found.put(new Column(table.name(), column), new HashSet<>()));
            // Refuses a target table that does not exist.
            inspection.find(targets);
            for (Column column : numbered) {
                String from = column.table().equals(inspection.target()) ? inspection.sourceOf(column.name()) : null;
                if (from != null) {
                    found.computeIfAbsent(new Column(table.name(), from), name -> new HashSet<>())
                            .add(column);
                }
            }
        });
        return found;
    }
}

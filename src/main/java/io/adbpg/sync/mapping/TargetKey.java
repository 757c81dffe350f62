package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The primary key of a target table whose source table has got another key. */
record TargetKey(MappedTable mapped, Kernel kernel, PlainNames names) {
    private static final String PRIMARY_KEY =
            """
            SELECT k.conname AS constraint, a.attname AS column
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(num, pos)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.num
             WHERE k.contype = 'p' AND n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?table AS name)
             ORDER BY u.pos
            """;

    /**
     * The primary key that a target has.
     *
     * @param constraint its name; null if there is none
     */
    record Present(String constraint, List<String> columns) {}

    /** Returns the primary key that the target has. */
    Present present(Database target) {
        TableName table = mapped.to().name();
        List<Map<String, Object>> rows =
                target.run(PRIMARY_KEY, Map.of("schema", table.schema(), "table", table.table()));
        return new Present(
                rows.isEmpty() ? null : (String) rows.get(0).get("constraint"),
                rows.stream().map(row -> (String) row.get("column")).toList());
    }

    /** Whether the columns of a primary key were the source's key before, and are so no more. */
    boolean isFormer(Present present, ShapeChange change) {
        Set<String> there = Set.copyOf(present.columns());
        return change.isKeyChanged()
                && present.constraint() != null
                && there.equals(columns(change, change.before()))
                && !there.equals(columns(change, change.after()));
    }

    /** Returns what gives the target the source's key as it is now, each to follow {@code ALTER TABLE} and a name. */
    List<String> additions() {
        List<String> key = mapped.from().key().stream().map(this::column).toList();
        if (key.isEmpty()) {
            return List.of();
        }
        String columns = key.stream().map(names::quote).collect(Collectors.joining(", ", "(", ")"));
        List<String> additions = new ArrayList<>();
        Distribution distribution = mapped.to().layout().distribution();
        // A Greenplum kernel refuses a primary key that does not tell where its rows are.
        boolean isFound = distribution.kind() == Distribution.Kind.REPLICATED
                || (distribution.kind() == Distribution.Kind.KEY && key.containsAll(distribution.columns()));
        if (kernel.greenplum() && !isFound) {
            additions.add("SET DISTRIBUTED BY " + columns);
        }
        additions.add("ADD PRIMARY KEY " + columns);
        return additions;
    }

    /** Returns the target columns of a key, as they are called there now. */
    private Set<String> columns(ShapeChange change, TableShape shape) {
        return shape.key().stream()
                .map(number -> {
                    TableShape.Column now = change.after().column(number);
                    String name = now == null ? shape.column(number).name() : column(now.name());
                    TableShape.Column before = change.before().column(number);
                    return before != null && mapped.to().column(name) == null ? before.name() : name;
                })
                .collect(Collectors.toSet());
    }

    private String column(String source) {
        return mapped.columns(mapped.relation()).items().stream()
                .filter(item -> source.equals(item.source()))
                .map(Item::target)
                .findFirst()
                .orElse(source);
    }
}

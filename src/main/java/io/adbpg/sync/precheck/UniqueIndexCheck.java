package io.adbpg.sync.precheck;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.mapping.MappingInspection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds unique indexes on target tables that would refuse rows that the source can have. */
final class UniqueIndexCheck {
    /** Of each index its columns and expressions, without those that it only includes. */
    private static final String ELEMENTS =
            """
            a.attname AS column, a.attname IS NULL AS is_computed,
            pg_get_indexdef(i.indexrelid, CAST(k.pos AS int), true) AS element,
            COALESCE(pg_get_expr(i.indpred, i.indrelid, true), '') AS condition,
            COALESCE(row_to_json(i)->>'indnullsnotdistinct', 'false') = 'true' AS equal_nulls
            """;

    private static final String JOINED =
            """
            CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(num, pos)
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
            WHERE i.indisunique AND k.pos <= COALESCE((row_to_json(i)->>'indnkeyatts')::int, i.indnatts)
            """;

    private static final String SOURCE = "SELECT i.indrelid::bigint AS id, i.indexrelid::bigint AS number, " + ELEMENTS
            + " FROM pg_index i " + JOINED + " AND i.indisvalid AND i.indrelid = ANY (CAST(:?oids AS oid[]))";
    private static final String TARGET =
            """
            SELECT n.nspname AS schema, c.relname AS name, CAST(x.relname AS text) AS number,
                   COALESCE((SELECT 'ALTER TABLE ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) || ' DROP CONSTRAINT '
                                    || quote_ident(k.conname)
                               FROM pg_constraint k WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u')),
                            'DROP INDEX ' || quote_ident(n.nspname) || '.' || quote_ident(x.relname)) AS fix,
                   {elements}
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
              {joined} AND n.nspname = ANY (string_to_array(:?schemas, chr(1)))
            """
                    .replace("{elements}", ELEMENTS)
                    .replace("{joined}", JOINED);

    private final PrecheckRun run;

    UniqueIndexCheck(PrecheckRun run) {
        this.run = run;
    }

    /**
     * A unique index.
     *
     * @param expressions the elements of it that are no columns
     * @param condition which rows it holds; blank for all
     * @param equalNulls whether two rows may not both have NULL
     */
    private record Index(
            Object number,
            String fix,
            Set<String> columns,
            Set<String> expressions,
            String condition,
            boolean equalNulls) {

        /** Whether rows that this index takes are ones that another, of these columns of the source, takes. */
        boolean isKeptBy(Index other, Set<String> ofSource) {
            return ofSource.containsAll(other.columns)
                    && expressions.containsAll(other.expressions)
                    && (other.condition.isEmpty() || other.condition.equals(condition))
                    && (other.equalNulls || !equalNulls);
        }

        @Override
        public String toString() {
            return Stream.concat(columns.stream(), expressions.stream()).collect(Collectors.joining(", "))
                    + (condition.isEmpty() ? "" : " where " + condition);
        }
    }

    /** Adds its findings to the run. */
    void check(Map<SourceTable, MappingInspection> tables) {
        Map<Object, Collection<Index>> onSource = bySource(tables.keySet());
        Map<Object, Collection<Index>> onTarget = byTarget(tables.values());
        tables.forEach((table, inspection) -> {
            for (Index index : onTarget.getOrDefault(inspection.target(), List.of())) {
                if (!isKept(table, inspection, index, onSource)) {
                    run.warn(
                            "unique index",
                            table.name().toString(),
                            Message.of(
                                    "unique index {0} of {1} has no counterpart on the source: rows that are equal in {2} would be"
                                            + " refused",
                                    index.number, inspection.target(), index),
                            Message.of("the same index on the source, or none"),
                            index.fix);
                }
            }
        });
    }

    /** Whether the source keeps rows apart in the columns of an index, or the target fills one of them itself. */
    private static boolean isKept(
            SourceTable table, MappingInspection inspection, Index index, Map<Object, Collection<Index>> onSource) {
        if (!inspection.mappedColumns().containsAll(index.columns)) {
            return true;
        }
        if (inspection.isHistory()) {
            return false;
        }
        // A key that the target compares more coarsely is refused on its own account.
        boolean isKey =
                !table.key().isEmpty() && sources(index, inspection::sourceOf).containsAll(table.key());
        Set<String> distinct = sources(index, inspection::distinctSourceOf);
        return isKey
                || onSource.getOrDefault(table.shape().oid(), List.of()).stream()
                        .anyMatch(other -> index.isKeptBy(other, distinct));
    }

    private static Set<String> sources(Index index, UnaryOperator<String> sourceOf) {
        return index.columns.stream().map(sourceOf).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private Map<Object, Collection<Index>> bySource(Collection<SourceTable> tables) {
        String oids = tables.stream()
                .map(table -> Long.toString(table.shape().oid()))
                .collect(Collectors.joining(",", "{", "}"));
        Map<Object, Map<Object, Index>> found = new HashMap<>();
        for (Map<String, Object> row : run.source().run(SOURCE, Map.of("oids", oids))) {
            add(found, row.get("id"), row);
        }
        return values(found);
    }

    private Map<Object, Collection<Index>> byTarget(Collection<MappingInspection> tables) {
        String schemas =
                tables.stream().map(table -> table.target().schema()).distinct().collect(Collectors.joining("\u0001"));
        Map<Object, Map<Object, Index>> found = new HashMap<>();
        for (Map<String, Object> row : run.target().run(TARGET, Map.of("schemas", schemas))) {
            add(found, new TableName((String) row.get("schema"), (String) row.get("name")), row);
        }
        return values(found);
    }

    private static void add(Map<Object, Map<Object, Index>> found, Object table, Map<String, Object> row) {
        Index index = found.computeIfAbsent(table, id -> new LinkedHashMap<>())
                .computeIfAbsent(
                        row.get("number"),
                        number -> new Index(
                                number,
                                (String) row.get("fix"),
                                new LinkedHashSet<>(),
                                new LinkedHashSet<>(),
                                (String) row.get("condition"),
                                (Boolean) row.get("equal_nulls")));
        if ((Boolean) row.get("is_computed")) {
            index.expressions.add((String) row.get("element"));
        } else {
            index.columns.add((String) row.get("column"));
        }
    }

    private static Map<Object, Collection<Index>> values(Map<Object, Map<Object, Index>> found) {
        Map<Object, Collection<Index>> values = new HashMap<>();
        found.forEach((table, indexes) -> values.put(table, new ArrayList<>(indexes.values())));
        return values;
    }
}

package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quote;
import static io.adbpg.sync.catalog.TableName.quoteBesideValues;

import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SQL that finds a source table's rows in the target: by their key, or by all values if they have none, and by the
 * constants that distinguish them from other tables' rows.
 */
final class RowMatch {
    private final MappedColumns columns;
    private final Kernel kernel;
    private final List<Column> key;

    RowMatch(MappedColumns columns, Kernel kernel) {
        this.columns = columns;
        this.kernel = kernel;
        this.key = columns.key();
    }

    String keyMatch() {
        if (key.size() == 1 && !key.get(0).isFlattened()) {
            return "WHERE t." + quoteBesideValues(key.get(0).name()) + " = ANY (CAST(:?key1 AS "
                    + key.get(0).type() + "[]))" + andConstants();
        }
        return "USING unnest(" + eachKey(i -> "CAST(:?key" + (i + 1) + " AS " + arrayType(i) + ")", ", ") + ") AS k("
                + eachKey(i -> "k" + (i + 1), ", ") + ") WHERE "
                + eachKey(i -> "t." + quoteBesideValues(key.get(i).name()) + " = " + boundKey(i), " AND ")
                + andConstants();
    }

    private String arrayType(int i) {
        return (key.get(i).isFlattened() ? "text" : key.get(i).type()) + "[]";
    }

    private String boundKey(int i) {
        String bound = "k.k" + (i + 1);
        return key.get(i).isFlattened() ? "CAST(" + bound + " AS " + key.get(i).type() + ")" : bound;
    }

    String sameKey() {
        return eachKey(
                        i -> "t." + quoteBesideValues(key.get(i).name()) + " = s."
                                + columns.helperNames().key() + (i + 1),
                        " AND ")
                + andConstants();
    }

    private String andConstants() {
        return columns.constants().stream()
                .map(item -> " AND " + isConstant("t", item))
                .collect(Collectors.joining());
    }

    String ownRows(String alias) {
        return columns.constants().isEmpty()
                ? "true"
                : columns.constants().stream()
                        .map(item -> isConstant(alias, item))
                        .collect(Collectors.joining(" AND "));
    }

    private String isConstant(String alias, Item item) {
        return alias + "." + quoteBesideValues(item.target()) + " = CAST(" + item.toJdbc() + " AS "
                + columns.target(item).declaredType() + ")";
    }

    String rowIdentity() {
        return kernel.greenplum() ? "gp_segment_id, tableoid, ctid" : "tableoid, ctid";
    }

    String targetRows() {
        return "(SELECT " + rowIdentity() + ", "
                + rowText(columns.names().stream().map(name -> "r." + quote(name))) + " AS row_text FROM "
                + columns.table().toSql() + " AS r WHERE " + ownRows("r") + ")";
    }

    /** Returns an expression that gives all values as one text. */
    static String rowText(Stream<String> values) {
        return "CAST(ROW(" + values.collect(Collectors.joining(", ")) + ") AS text)";
    }

    private String eachKey(IntFunction<String> part, String separator) {
        return IntStream.range(0, key.size()).mapToObj(part).collect(Collectors.joining(separator));
    }
}

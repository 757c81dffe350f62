package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quote;
import static io.adbpg.sync.catalog.TableName.quoteBesideValues;

import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * SQL that finds a source table's rows in the target: by their key, or by all values if they have none, and by the
 * constants that distinguish them from other tables' rows.
 */
final class RowMatch {
    /** The functions that give a float's bits, or those of what is made of floats, by its type. */
    private static final Map<String, String> BITS = Map.of(
            "real", "float4send",
            "double precision", "float8send",
            "point", "point_send",
            "lseg", "lseg_send",
            "box", "box_send",
            "path", "path_send",
            "polygon", "poly_send",
            "line", "line_send",
            "circle", "circle_send");

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
                + rowText(columns.items().stream()
                        .map(columns::target)
                        .map(column -> distinct("r." + quote(column.name()), column)))
                + " AS row_text FROM "
                + columns.table().toSql() + " AS r WHERE " + ownRows("r") + ")";
    }

    /**
     * Returns an expression that differs as a text wherever a column's values differ. A Greenplum kernel of PostgreSQL 9.4
     * cuts the text of a float to 15 digits on a segment whose session began after {@code SET extra_float_digits}.
     */
    String distinct(String value, Column column) {
        String type = column.comparison().type();
        String bits = type.endsWith("[]") && BITS.containsKey(type.substring(0, type.length() - 2))
                ? "array_send"
                : BITS.get(type);
        return kernel.cutsFloats() && bits != null ? "encode(" + bits + "(" + value + "), 'hex')" : value;
    }

    /** Returns an expression that gives all values as one text. */
    static String rowText(Stream<String> values) {
        return "CAST(ROW(" + values.collect(Collectors.joining(", ")) + ") AS text)";
    }

    private String eachKey(IntFunction<String> part, String separator) {
        return IntStream.range(0, key.size()).mapToObj(part).collect(Collectors.joining(separator));
    }
}

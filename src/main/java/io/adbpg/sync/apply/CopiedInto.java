package io.adbpg.sync.apply;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.RowGroup;
import io.adbpg.sync.mapping.TableSql;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table that a COPY of whole rows fills.
 *
 * @param table its name, for SQL
 * @param name its name as the server knows it, without its schema
 * @param columns its columns in parentheses, for SQL
 * @param source where the rows come from
 * @param width how many values a row has
 * @param sql what the entry says; null if no entry has handled the group
 */
record CopiedInto(String table, String name, String columns, TableName source, int width, TableSql sql) {
    /**
     * Finds the table of a group.
     *
     * @param named the table that the route names; null for that of the entry
     * @param sql what the entry says; null if no entry has handled the group
     * @throws Refusal if its rows can't be written there as they are
     */
    static CopiedInto of(TableName named, RowGroup group, TableSql sql) {
        int width = group.relation().columns().size();
        TableName source = group.relation().table();
        if (named == null) {
            return new CopiedInto(sql.target(), sql.targetName(), sql.columns(), source, width, sql);
        }
        if (group.hasPartial()) {
            throw Refusal.of(
                    "updated rows of {0} can't be COPYed into {1}: the source did not send the values that were left"
                            + " alone; run ALTER TABLE {0} REPLICA IDENTITY FULL on the source, or hand inserted rows alone to"
                            + " copy:{1}",
                    source, named);
        }
        if (sql == null) {
            String columns = group.relation().columns().stream()
                    .map(TableName::quote)
                    .collect(Collectors.joining(", ", "(", ")"));
            return new CopiedInto(named.toSql(), named.table(), columns, source, width, null);
        }
        if (!sql.isDirect()) {
            throw Refusal.usage(
                    "rows of {0} can't be COPYed into {1}: their entry has expressions or a condition, which COPY"
                            + " does not evaluate; hand them to copy:{1} before the entry maps them",
                    source, named);
        }
        return new CopiedInto(named.toSql(), named.table(), sql.columns(), source, width, sql);
    }

    /** The statement that fills it. */
    String statement() {
        return "COPY " + table + " " + columns + " FROM STDIN";
    }

    /** Which values of a row go into the columns. */
    int[] positions() {
        return sql == null ? IntStream.range(0, width).toArray() : sql.positions();
    }
}

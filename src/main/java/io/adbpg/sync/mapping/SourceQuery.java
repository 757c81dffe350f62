package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The query by which the source gives the rows of a table as its target gets them: to load it, and to compare the two. */
final class SourceQuery {
    private final Entry entry;
    private final SourceTable from;
    private final TargetTable to;
    private final List<Item> items;
    private final ColumnTypes types;
    private final Map<String, String> staged;

    /**
     * @param items what the target's columns are made of
     * @param staged from the name of each of the source's columns to the type that it is staged with
     */
    SourceQuery(
            Entry entry,
            SourceTable from,
            TargetTable to,
            List<Item> items,
            ColumnTypes types,
            Map<String, String> staged) {
        this.entry = entry;
        this.from = from;
        this.to = to;
        this.items = items;
        this.types = types;
        this.staged = staged;
    }

    /**
     * The query, for COPY.
     *
     * @param part a condition over {@code ctid}; blank for all rows
     */
    String text(String part) {
        List<String> values = new ArrayList<>();
        for (Item item : items) {
            values.add(
                    isCast(item) ? "CAST(" + item.expression() + " AS " + targetType(item) + ")" : item.expression());
        }
        String where = entry.condition() == null ? "" : " WHERE (" + entry.condition() + ")";
        return "SELECT " + String.join(", ", values) + " FROM " + rows(part) + where;
    }

    /**
     * The rows with all columns that may be read, for a FROM.
     *
     * @param part a condition over {@code ctid}; blank for all rows
     */
    String rows(String part) {
        List<String> further = new ArrayList<>(entry.isStamped() ? Stamp.LOADED : List.of());
        types.added()
                .forEach((column, type) -> further.add("CAST(NULL AS " + type + ") AS " + TableName.quote(column)));
        if (further.isEmpty() && part.isBlank()) {
            return from.toSql();
        }
        further.add(0, "*");
        return "(SELECT " + String.join(", ", further) + " FROM " + from.toSql()
                + (part.isBlank() ? "" : " WHERE " + part) + ") AS "
                + TableName.quote(from.name().table());
    }

    /** Of what is not staged with its target's type the target makes that type; here the source does, if it knows it. */
    private boolean isCast(Item item) {
        boolean isStagedAsIs = item.source() != null
                && staged.get(item.source()).equals(to.column(item.target()).declaredType());
        return !isStagedAsIs && types.isKnownToSource(item);
    }

    private String targetType(Item item) {
        return to.column(item.target()).type();
    }

    /**
     * How the source's rows can be compared with the target's.
     *
     * @param key the target columns that hold the source's key
     * @param ownRows the condition on the rows {@code t} of the target that come from this table
     */
    ComparedTable compared(List<Column> key, String ownRows) {
        List<ComparedColumn> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Item item : items) {
            Column column = to.column(item.target());
            values.add("t." + TableName.quote(item.target()));
            columns.add(new ComparedColumn(
                    column,
                    typeOf(item),
                    key.indexOf(column),
                    !SqlText.of(item.expression()).isOfItsTime()));
        }
        String rows =
                "SELECT " + String.join(", ", values) + " FROM " + to.name().toSql() + " AS t WHERE " + ownRows;
        return new ComparedTable(
                from, to.name(), columns, text(""), rows, entry.parsedOperations(), whyNotComparable());
    }

    /** The type of what the query gives; blank if it is not known. */
    private String typeOf(Item item) {
        if (isCast(item)) {
            return targetType(item);
        }
        return item.source() == null ? "" : types.ofSource().get(item.source());
    }

    private String whyNotComparable() {
        if (entry.everyChange()) {
            return "it is a history, which the source has not got any more";
        }
        return entry.condition() != null && entry.condition().isOfItsTime()
                ? "its `where` reads what differs from one time to another"
                : "";
    }
}

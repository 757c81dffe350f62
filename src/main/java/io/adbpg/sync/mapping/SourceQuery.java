package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The query that reads a table's rows from the source as the target gets them, to load the table or to compare the two.
 */
final class SourceQuery {
    private static final String PLACE = "adbpg_sync_place";

    private final Entry entry;
    private final SourceTable from;
    private final TargetTable to;
    private final List<Item> items;
    private final ColumnTypes types;
    private final Map<String, String> staged;

    /**
     * @param items the items of the select list, one per mapped target column
     * @param staged the staging types of the source's columns, by name
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
     * Returns the query for COPY.
     *
     * @param part a condition over {@code ctid}; blank for all rows
     */
    String text(String part) {
        return text(part, false);
    }

    /**
     * Returns the query for COPY.
     *
     * @param part a condition over {@code ctid}; blank for all rows
     * @param placed whether the first value of each row is its {@linkplain SourceTable#PLACE place}
     */
    String text(String part, boolean placed) {
        List<String> values = new ArrayList<>(placed ? List.of(PLACE) : List.of());
        for (Item item : items) {
            values.add(
                    isCast(item) ? "CAST(" + item.expression() + " AS " + targetType(item) + ")" : item.expression());
        }
        String where = entry.condition() == null ? "" : " WHERE (" + entry.condition() + ")";
        return "SELECT " + String.join(", ", values) + " FROM " + rows(part, placed) + where;
    }

    /**
     * Returns the FROM item, with all columns that the entry may read.
     *
     * @param part a condition over {@code ctid}; blank for all rows
     */
    String rows(String part) {
        return rows(part, false);
    }

    private String rows(String part, boolean placed) {
        List<String> further = new ArrayList<>(entry.isStamped() ? Stamp.LOADED : List.of());
        if (placed) {
            further.add(SourceTable.PLACE + " AS " + PLACE);
        }
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

    /**
     * Columns that are not staged with the target column's type are cast to it by the target; in this query the source
     * casts them, if it has the type.
     */
    private boolean isCast(Item item) {
        boolean isStagedAsIs = item.source() != null
                && staged.get(item.source()).equals(to.column(item.target()).declaredType());
        return !isStagedAsIs && types.isKnownToSource(item);
    }

    private String targetType(Item item) {
        return to.column(item.target()).type();
    }

    /**
     * Returns the queries that compare the source's rows with the target's.
     *
     * @param key the target columns that get the source's key columns
     * @param ownRows the condition that a target row {@code t} comes from this source table
     */
    ComparedTable compared(List<Column> key, String ownRows) {
        List<ComparedColumn> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Item item : items) {
            Column column = to.column(item.target());
            values.add("t." + TableName.quote(item.target()));
            columns.add(new ComparedColumn(
                    column, typeOf(item), key.indexOf(column), !isOfItsTime(SqlText.of(item.expression()))));
        }
        String rows = "SELECT " + String.join(", ", values) + " FROM " + to.toSql() + " AS t WHERE " + ownRows;
        return new ComparedTable(from, to, columns, text(""), rows, entry.parsedOperations(), whyNotComparable());
    }

    /** Returns the type of an item's values in the query; blank if it is not known. */
    private String typeOf(Item item) {
        if (isCast(item)) {
            return targetType(item);
        }
        return item.source() == null ? "" : types.ofSource().get(item.source());
    }

    /** Whether a value depends on the time, the session, or the change that brought a row. */
    private boolean isOfItsTime(SqlText text) {
        return text.isOfItsTime() || (entry.isStamped() && text.mentionsAny(List.copyOf(Stamp.COLUMNS.keySet())));
    }

    private Message whyNotComparable() {
        if (entry.wantsEveryChange()) {
            return Message.of("it is a history, which the source no longer has");
        }
        return entry.condition() != null && isOfItsTime(entry.condition())
                ? Message.of("its `where` depends on the time or the session")
                : Message.NONE;
    }
}

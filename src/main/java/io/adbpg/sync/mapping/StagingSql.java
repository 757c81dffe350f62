package io.adbpg.sync.mapping;

import static io.adbpg.sync.catalog.TableName.quote;

import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL over a table's staging table, which contains rows as the source sent them; some values may be known only to the
 * target.
 *
 * <p>Column {@link HelperNames#unchanged} is NULL for complete rows. For partial rows it is a letter followed by one digit per
 * column of the source: 1 if only the target has the value, 0 if the source sent it. The letter is {@link #PENDING}
 * until the target's row is found, then {@link #DONE}, or {@link #LOST} if that row lacks a value that the condition or
 * an expression needs.
 */
public final class StagingSql {
    /** The letter that COPY writes. */
    public static final char PENDING = 'p';

    private static final char DONE = 'd';
    private static final char LOST = 'l';

    private final MappedColumns columns;
    private final HelperNames helpers;
    private final String condition;
    private final SourceReads reads;
    private final List<String> types;
    private final List<Column> key;
    /**
     * The target columns whose values are kept from the target's row: its own columns, and expressions over a single
     * unchanged value.
     */
    private final List<Column> kept = new ArrayList<>();

    private final List<Item> keptItems = new ArrayList<>();

    /**
     * @param condition which rows the target gets; null for all
     * @param reads the columns that condition and expressions read
     * @param types the types of the staging table's columns, one per column of the relation
     */
    StagingSql(MappedColumns columns, SqlText condition, SourceReads reads, List<String> types) {
        this.columns = columns;
        this.helpers = columns.helperNames();
        this.condition = condition == null ? "true" : "(" + condition.toJdbc() + ")";
        this.reads = reads;
        this.types = types;
        this.key = columns.key();
        this.kept.addAll(columns.kept());
        for (Item item : columns.items()) {
            if (reads.onlyColumn(item) != null) {
                keptItems.add(item);
                kept.add(columns.target(item));
            }
        }
    }

    String partial() {
        return "s." + helpers.unchanged() + " IS NOT NULL";
    }

    String completion() {
        List<String> assignments = new ArrayList<>();
        for (Item item : columns.items()) {
            if (item.source() != null) {
                int position = columns.position(item);
                String column = quote(item.source());
                assignments.add(column + " = CASE WHEN " + isUnchanged(position) + " THEN CAST(t."
                        + quote(item.target()) + " AS " + types.get(position) + ") ELSE s." + column + " END");
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            assignments.add(
                    helpers.kept() + (i + 1) + " = t." + quote(kept.get(i).name()));
        }
        assignments.add(helpers.unchanged() + " = CASE WHEN " + anyUnchanged(reads.lost()) + " THEN '" + LOST
                + "' ELSE '" + DONE + "' END || substr(s." + helpers.unchanged() + ", 2)");
        return String.join(", ", assignments);
    }

    String assignments() {
        List<String> assignments = new ArrayList<>();
        for (Item item : columns.assigned()) {
            String column = quote(item.target());
            assignments.add(column + " = CASE WHEN " + isUnchanged(columns.position(item)) + " THEN t." + column
                    + " ELSE " + value(item) + " END");
        }
        return String.join(", ", assignments);
    }

    String insertColumns() {
        return list(columns.names()) + overriding();
    }

    String insertValues() {
        return columns.items().stream().map(this::value).collect(Collectors.joining(", "));
    }

    /** Returns the expression over a staged row that gives a target column its value. */
    String value(Item item) {
        if (item.source() == null) {
            return item.toJdbc();
        }
        String column = "s." + quote(item.source());
        return types.get(columns.position(item)).equals(columns.target(item).declaredType())
                ? column
                : "CAST(" + column + " AS " + columns.target(item).type() + ")";
    }

    String completedColumns() {
        List<String> names = new ArrayList<>(columns.names());
        columns.kept().forEach(column -> names.add(column.name()));
        return list(names) + overriding();
    }

    String completedValues() {
        List<String> values = new ArrayList<>();
        int own = columns.kept().size();
        for (Item item : columns.items()) {
            int i = keptItems.indexOf(item);
            values.add(
                    i < 0
                            ? value(item)
                            : "CASE WHEN " + anyUnchanged(Set.of(reads.onlyColumn(item))) + " THEN " + helpers.kept()
                                    + (own + i + 1) + " ELSE " + value(item) + " END");
        }
        IntStream.rangeClosed(1, own).forEach(i -> values.add(helpers.kept() + i));
        return String.join(", ", values);
    }

    String condition() {
        return condition;
    }

    String completed() {
        return is(DONE);
    }

    String notCompleted() {
        return "(" + is(DONE) + ") IS NOT TRUE";
    }

    String lost(boolean insertsMissing) {
        if (!insertsMissing) {
            return is(LOST);
        }
        Set<String> needed = reads.all();
        columns.items().stream().map(Item::source).filter(Objects::nonNull).forEach(needed::add);
        return is(LOST) + " OR " + is(PENDING) + " AND (" + anyUnchanged(reads.condition()) + " OR "
                + anyUnchanged(needed) + " AND " + condition + ")";
    }

    private String is(char letter) {
        return "substr(s." + helpers.unchanged() + ", 1, 1) = '" + letter + "'";
    }

    private String anyUnchanged(Collection<String> names) {
        return names.isEmpty()
                ? "false"
                : new TreeSet<>(names)
                        .stream()
                                .map(name ->
                                        isUnchanged(columns.relation().columns().indexOf(name)))
                                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String isUnchanged(int position) {
        return "substr(s." + helpers.unchanged() + ", " + (position + 2) + ", 1) = '1'";
    }

    List<String> types() {
        return types;
    }

    String stagedText(RowMatch match) {
        return RowMatch.rowText(columns.items().stream().map(item -> {
            Column column = columns.target(item);
            return match.distinct("CAST(" + value(item) + " AS " + compared(column) + ")", column);
        }));
    }

    /** Returns a type whose values print like the column's, without a length that would truncate them. */
    private static String compared(Column column) {
        return column.type().contains(" varying") ? column.type() : column.declaredType();
    }

    String stagedColumns() {
        return columns.relation().columns().stream()
                        .map(column -> quote(column))
                        .collect(Collectors.joining(", "))
                + ", " + helpers.unchanged()
                + IntStream.rangeClosed(1, key.size())
                        .mapToObj(i -> ", " + helpers.key() + i)
                        .collect(Collectors.joining());
    }

    String definition() {
        List<String> definitions = new ArrayList<>();
        List<String> names = columns.relation().columns();
        for (int i = 0; i < names.size(); i++) {
            definitions.add(quote(names.get(i)) + " " + types.get(i));
        }
        definitions.add(helpers.unchanged() + " text");
        for (int i = 0; i < key.size(); i++) {
            definitions.add(helpers.key() + (i + 1) + " " + key.get(i).type());
        }
        for (int i = 0; i < kept.size(); i++) {
            definitions.add(helpers.kept() + (i + 1) + " " + kept.get(i).type());
        }
        return "(" + String.join(", ", definitions) + ")" + distribution().toSql();
    }

    /** Returns the target's distribution, so that joins need not move rows between segments. */
    private Distribution distribution() {
        Distribution target = columns.table().layout().distribution();
        if (target.kind() != Distribution.Kind.KEY) {
            return target;
        }
        List<String> names = new ArrayList<>();
        for (String column : target.columns()) {
            int i = key.indexOf(columns.table().column(column));
            if (i < 0) {
                return Distribution.RANDOM;
            }
            names.add(helpers.key() + (i + 1));
        }
        return Distribution.by(names);
    }

    private static String list(List<String> names) {
        return names.stream().map(name -> quote(name)).collect(Collectors.joining(", ", "(", ")"));
    }

    private String overriding() {
        return columns.table().columns().stream().anyMatch(Column::identityAlways) ? " OVERRIDING SYSTEM VALUE" : "";
    }
}

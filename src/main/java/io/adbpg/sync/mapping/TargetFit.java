package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what must change in a target table after its source table was altered. */
final class TargetFit {
    private static final String REQUIRED =
            """
            SELECT a.attname AS column
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE n.nspname = :?schema AND c.relname = :?table AND a.attnotnull AND NOT a.atthasdef
               AND COALESCE(row_to_json(a)->>'attidentity', '') = ''
            """;
    private static final String PRIMARY_KEY =
            """
            SELECT k.conname AS constraint, a.attname AS column
              FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(num, pos)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.num
             WHERE k.contype = 'p' AND n.nspname = :?schema AND c.relname = :?table
             ORDER BY u.pos
            """;

    private final Entry entry;
    private final MappedTable mapped;
    private final ShapeChange change;
    private final Database source;
    private final Database target;
    private final String alterTable;
    private final List<String> additions = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> afterReload = new ArrayList<>();

    /** @param mapped the source table as it is now, with the target */
    TargetFit(Entry entry, MappedTable mapped, ShapeChange change, Database source, Database target) {
        this.entry = entry;
        this.mapped = mapped;
        this.change = change;
        this.source = source;
        this.target = target;
        TableName table = mapped.to().name();
        this.alterTable = "ALTER TABLE " + quote(table.schema()) + "." + quote(table.table()) + " ";
    }

    /**
     * Returns the statements that adapt the target.
     *
     * @throws Refusal if the entry names a column that was renamed or dropped
     */
    TargetChange find() throws Exception {
        List<Item> items = mapped.columns(mapped.relation()).items();
        items.forEach(this::requireNamed);
        for (Item item : items) {
            TableShape.Column column =
                    item.source() == null ? null : change.after().column(item.source());
            if (column != null) {
                fit(item, column);
            }
        }
        if (!mapped.isHistory()) {
            dropRequired(items);
            changeKey(items);
        }
        return new TargetChange(additions, others, afterReload);
    }

    private void requireNamed(Item item) {
        if (item.source() == null || change.after().column(item.source()) != null) {
            return;
        }
        TableShape.Column before = change.before().column(item.source());
        if (before != null) {
            TableShape.Column now = change.after().column(before.number());
            throw Refusal.waiting(entry.refusal(
                            "columns",
                            now == null
                                    ? Message.of(
                                            "column {0} of source table {1} was dropped: leave it out",
                                            item.source(), mapped.from().name())
                                    : Message.of(
                                            "column {0} of source table {1} is called {2} now: write {3} AS {4}",
                                            item.source(),
                                            mapped.from().name(),
                                            now.name(),
                                            quote(now.name()),
                                            quote(item.target())))
                    .message());
        }
    }

    private void fit(Item item, TableShape.Column column) throws Exception {
        TargetTable.Column there = mapped.to().column(item.target());
        TableShape.Column before = change.before().column(column.number());
        if (there == null && isRenamed(item, before)) {
            others.add(alterTable + "RENAME COLUMN " + quote(before.name()) + " TO " + quote(item.target()));
            there = mapped.to().column(before.name());
        } else if (there == null) {
            additions.add(alterTable + "ADD COLUMN " + quote(item.target()) + " " + targetType(column.type()));
            return;
        }
        boolean isAlike = before != null && there.declaredType().equals(before.type());
        if (isAlike && !TypeFit.of(there.declaredType()).covers(TypeFit.of(column.type()))) {
            String name = quote(item.target());
            String type = targetType(column.type());
            others.add(alterTable + "ALTER COLUMN " + name + " TYPE " + type + " USING CAST(" + name + " AS " + type
                    + ")");
        }
    }

    /** Whether the target still has the column under its old name. */
    private boolean isRenamed(Item item, TableShape.Column before) {
        return before != null
                && item.target().equals(item.source())
                && mapped.to().column(before.name()) != null
                && change.after().column(before.name()) == null;
    }

    private String targetType(String type) throws Exception {
        return NearestTypes.of(source, target, Set.of(type)).get(type);
    }

    /** Drops NOT NULL columns without a default that get no values any more. */
    private void dropRequired(List<Item> items) {
        Set<String> taken = items.stream().map(Item::target).collect(Collectors.toSet());
        List<String> required = target.run(REQUIRED, name()).stream()
                .map(row -> (String) row.get("column"))
                .toList();
        for (TableShape.Column column : change.dropped()) {
            if (required.contains(column.name()) && !taken.contains(column.name())) {
                others.add(alterTable + "DROP COLUMN " + quote(column.name()));
            }
        }
    }

    /** Drops a primary key that equals the source's old key: it would refuse rows. */
    private void changeKey(List<Item> items) {
        List<Map<String, Object>> rows = target.run(PRIMARY_KEY, name());
        if (rows.isEmpty() || !change.isKeyChanged()) {
            return;
        }
        Set<String> there = rows.stream().map(row -> (String) row.get("column")).collect(Collectors.toSet());
        if (there.equals(targets(items, change.before())) && !there.equals(targets(items, change.after()))) {
            String key = change.after().keyNames().stream()
                    .map(name -> target(items, name))
                    .map(this::quote)
                    .collect(Collectors.joining(", "));
            others.add(
                    alterTable + "DROP CONSTRAINT " + quote((String) rows.get(0).get("constraint")));
            if (!key.isEmpty()) {
                // Not at once: the target may lack the values that make the new key unique.
                afterReload.add(alterTable + "ADD PRIMARY KEY (" + key + ")");
            }
        }
    }

    /** Returns the target columns of a key, by the current names of its columns. */
    private Set<String> targets(List<Item> items, TableShape shape) {
        return shape.key().stream()
                .map(number -> change.after().column(number) == null
                        ? shape.column(number).name()
                        : target(items, change.after().column(number).name()))
                .collect(Collectors.toSet());
    }

    private static String target(List<Item> items, String source) {
        return items.stream()
                .filter(item -> source.equals(item.source()))
                .map(Item::target)
                .findFirst()
                .orElse(source);
    }

    /** Quotes a name only if necessary, as a person would. */
    private String quote(String name) {
        return (String) target.run("SELECT quote_ident(:?name) AS name", Map.of("name", name))
                .get(0)
                .get("name");
    }

    private Map<String, Object> name() {
        TableName name = mapped.to().name();
        return Map.of("schema", name.schema(), "table", name.table());
    }
}

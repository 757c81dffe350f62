package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Database;
import io.adbpg.sync.catalog.Kernel;
import io.adbpg.sync.catalog.ShapeChange;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TableShape;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.mapping.SelectList.Item;
import io.adbpg.sync.settings.Following;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds out what must change in a target table after its source table was altered. */
final class TargetFit {
    private static final String REQUIRED =
            """
            SELECT a.attname AS column, a.atthasdef OR COALESCE(row_to_json(a)->>'attidentity', '') <> '' AS has_default
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE n.nspname = CAST(:?schema AS name) AND c.relname = CAST(:?table AS name) AND a.attnotnull
            """;

    private final Entry entry;
    private final MappedTable mapped;
    private final ShapeChange change;
    private final Following.Dropped dropped;
    private final boolean isEmpty;
    private final Database source;
    private final Database target;
    private final Kernel kernel;
    private final PlainNames names;
    private final String alterTable;
    private final List<String> additions = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    /** What columns that are renamed are called until then. */
    private final Map<String, String> formerNames = new HashMap<>();

    private final TargetKey key;
    private final TargetKey.Present present;
    private boolean takesAway;
    /** What changes types without the indexes of their columns, by the names that these have on the target now. */
    private final Map<String, String> retyped = new LinkedHashMap<>();

    /**
     * @param mapped the source table as it is now, with the target
     * @param dropped what becomes of dropped columns
     * @param isEmpty whether the target table has no rows, so that no values must be cast
     */
    TargetFit(
            Entry entry,
            MappedTable mapped,
            ShapeChange change,
            Following.Dropped dropped,
            boolean isEmpty,
            Database source,
            Database target,
            Kernel kernel) {
        this.entry = entry;
        this.mapped = mapped;
        this.change = change.byName();
        this.dropped = dropped;
        this.isEmpty = isEmpty;
        this.source = source;
        this.target = target;
        this.kernel = kernel;
        this.names = new PlainNames(target);
        this.key = new TargetKey(mapped, kernel, names);
        this.present = key.present(target);
        this.alterTable = "ALTER TABLE " + names.of(mapped.to().name()) + " ";
    }

    /**
     * Returns the statements that adapt the target.
     *
     * @throws Refusal if the entry names a column that was renamed or dropped
     */
    TargetChange find() throws Exception {
        List<Item> items = mapped.columns(mapped.relation()).items();
        items.forEach(this::requireNamed);
        rename(items);
        for (Item item : items) {
            TableShape.Column column =
                    item.source() == null ? null : change.after().column(item.source());
            if (column != null) {
                fit(item, column);
            }
        }
        List<String> afterReload = changeKey();
        loosen(items);
        if (!retyped.isEmpty()) {
            others.addAll(0, retypedWithoutIndexes());
        }
        return new TargetChange(
                additions, others, afterReload, takesAway && !mapped.constants().isEmpty());
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
                                            names.quote(now.name()),
                                            names.quote(item.target())))
                    .message());
        }
    }

    private void fit(Item item, TableShape.Column column) throws Exception {
        String nameThere = formerNames.get(item.target());
        boolean isFreed = nameThere == null && formerNames.containsValue(item.target());
        TargetTable.Column there = isFreed ? null : mapped.to().column(nameThere == null ? item.target() : nameThere);
        TableShape.Column before = change.before().column(column.number());
        if (there == null) {
            // A name that another column has until it is renamed is free only after that.
            (isFreed ? others : additions)
                    .add(alterTable + "ADD COLUMN " + names.quote(item.target()) + " " + targetType(column.type()));
            return;
        }
        TableShape.Column former = formerly(there, column, before);
        boolean isAlike = former != null && there.declaredType().equals(former.type());
        if (isAlike && !TypeFit.of(there.declaredType()).covers(TypeFit.of(column.type()))) {
            boolean isFirst = !kernel.retypesIndexed();
            String name = names.quote(isFirst ? there.name() : item.target());
            String type = targetType(column.type());
            String statement = alterTable + "ALTER COLUMN " + name + " TYPE " + type + " USING CAST("
                    + (isEmpty ? "NULL" : name) + " AS " + type + ")";
            if (isFirst) {
                retyped.put(there.name(), statement);
            } else {
                others.add(statement);
            }
        }
    }

    /** The source column, as it was, that has filled a target column until now; null if none has. */
    private TableShape.Column formerly(TargetTable.Column there, TableShape.Column column, TableShape.Column before) {
        boolean isOld = before != null && there.name().equals(before.name());
        TableShape.Column namesake = change.before().column(column.name());
        return isOld || namesake == null ? before : namesake;
    }

    /** Renames columns as those of the source were, in an order in which no name is taken. */
    private void rename(List<Item> items) {
        Set<String> there =
                mapped.to().columns().stream().map(TargetTable.Column::name).collect(Collectors.toSet());
        boolean isAny = true;
        while (isAny) {
            isAny = false;
            for (Item item : items) {
                String former = formerName(item);
                if (former != null && !there.contains(item.target()) && there.remove(former)) {
                    there.add(item.target());
                    formerNames.put(item.target(), former);
                    others.add(
                            alterTable + "RENAME COLUMN " + names.quote(former) + " TO " + names.quote(item.target()));
                    takesAway = true;
                    isAny = true;
                }
            }
        }
    }

    /** Returns what a column that has kept its source column's name was called before; null if it is not to be renamed. */
    private String formerName(Item item) {
        TableShape.Column now =
                item.target().equals(item.source()) ? change.after().column(item.source()) : null;
        TableShape.Column before = now == null ? null : change.before().column(now.number());
        return before == null || before.name().equals(now.name()) ? null : before.name();
    }

    private String targetType(String type) throws Exception {
        return NearestTypes.of(source, target, Set.of(type)).get(type);
    }

    /** Lets columns be NULL that may be so at the source now, or get no values any more; drops the latter if wanted. */
    private void loosen(List<Item> items) {
        Map<String, Boolean> required = new HashMap<>();
        TableName table = mapped.to().name();
        target.run(REQUIRED, Map.of("schema", table.schema(), "table", table.table()))
                .forEach(row -> required.put((String) row.get("column"), (Boolean) row.get("has_default")));
        for (ShapeChange.Altered column : change.freed()) {
            items.stream()
                    .filter(item -> column.after().name().equals(item.source()))
                    .filter(item -> required.containsKey(formerNames.getOrDefault(item.target(), item.target())))
                    .forEach(item -> dropNotNull(item.target()));
        }
        Set<String> taken = items.stream().map(Item::target).collect(Collectors.toSet());
        for (TableShape.Column column : change.dropped()) {
            String name = column.name();
            boolean isLeft = mapped.to().column(name) != null && !taken.contains(name);
            if (isLeft && isDroppedToo(name)) {
                others.add(alterTable + "DROP COLUMN " + names.quote(name));
                takesAway = true;
            } else if (isLeft && Boolean.FALSE.equals(required.get(name))) {
                dropNotNull(name);
            }
        }
        // The target has the new name already.
        change.renamed().stream()
                .map(column -> column.before().name())
                .filter(name -> !taken.contains(name) && !formerNames.containsValue(name))
                .filter(name -> Boolean.FALSE.equals(required.get(name)))
                .forEach(this::dropNotNull);
    }

    /** A history keeps all that was; a column that the source generates now is still there. */
    private boolean isDroppedToo(String name) {
        return dropped == Following.Dropped.DROP
                && !mapped.isHistory()
                && !mapped.from().generated().contains(name);
    }

    private void dropNotNull(String column) {
        others.add(alterTable + "ALTER COLUMN " + names.quote(column) + " DROP NOT NULL");
    }

    /** Drops a primary key that equals the source's old key, since it would refuse rows; returns what brings the new one. */
    private List<String> changeKey() {
        if (!mapped.isHistory() && key.isFormer(present, change)) {
            others.add(0, alterTable + "DROP CONSTRAINT " + names.quote(present.constraint()));
            // Not at once: the target may lack the values that make the new key unique.
            return key.additions().stream()
                    .map(addition -> alterTable + addition)
                    .toList();
        }
        return List.of();
    }

    /** Takes away the indexes of columns that get another type, and makes them anew; before columns have other names or are gone. */
    private List<String> retypedWithoutIndexes() {
        IndexesOfColumns indexes = IndexesOfColumns.find(target, mapped.to().name(), retyped.keySet());
        List<String> statements = new ArrayList<>(indexes.drops());
        statements.addAll(retyped.values());
        statements.addAll(indexes.creations());
        return statements;
    }
}

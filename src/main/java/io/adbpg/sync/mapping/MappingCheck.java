package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Stamp;
import io.adbpg.sync.mapping.SelectList.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Checks that the rows of a source table can go to a target table by an entry.
 *
 * @param targetType gives the type on the target for the values of a source type
 */
record MappingCheck(Entry entry, SourceTable from, TargetTable to, List<Item> items, UnaryOperator<String> targetType) {

    /** @throws Refusal for the first problem */
    void run() {
        for (Refusal problem : problems()) {
            throw problem;
        }
    }

    /** Returns all problems. */
    List<Refusal> problems() {
        List<Runnable> checks = new ArrayList<>(List.of(this::checkTarget, this::checkKeyless));
        items.forEach(item -> checks.add(() -> checkItem(item)));
        from.key().forEach(key -> checks.add(() -> checkKey(key)));
        checks.add(this::checkStamped);
        checks.addAll(new SilentLoss(entry, from, to, items).checks());
        List<Refusal> problems = new ArrayList<>();
        for (Runnable check : checks) {
            try {
                check.run();
            } catch (Refusal e) {
                problems.add(e);
            }
        }
        return problems;
    }

    private void checkTarget() {
        if (entry.sourceName().isWildcard() && !entry.targetName().isWildcard()) {
            throw Refusal.usage("`target` of entry " + entry.source() + " of the table routes is " + entry.target()
                    + ": write schema.* there too, or name one table as the source");
        }
    }

    private void checkKeyless() {
        if (!from.key().isEmpty() || entry.wantsEveryChange()) {
            return;
        }
        Set<Operation> operations = entry.parsedOperations();
        if (operations.contains(Operation.UPDATE) && !operations.contains(Operation.INSERT)) {
            throw Refusal.usage("`operations` of entry " + entry.source() + " of the table routes is '"
                    + entry.operations()
                    + "': source table " + from.name() + " has no key, so an updated row is deleted and inserted; add"
                    + " insert, or leave out update");
        }
        if (from.identity() == 'f'
                && to.layout().distribution().kind() == Distribution.Kind.REPLICATED
                && (operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE))) {
            throw new Refusal("target table " + to.name() + " is DISTRIBUTED REPLICATED, where equal rows can't be told"
                    + " apart, and source table " + from.name() + " has no key: distribute the target RANDOMLY, or give"
                    + " the source table a primary key");
        }
    }

    private void checkKey(String key) {
        if (!entry.wantsEveryChange() && items.stream().noneMatch(item -> key.equals(item.source()))) {
            throw to.column(key) != null && to.column(key).generated()
                    ? new Refusal("column " + key + " of target table " + to.name() + " is generated, but " + key
                            + " is a key column of source table " + from.name() + ": make it a plain column there")
                    : new Refusal("entry " + entry.source() + " of the table routes leaves out the key column " + key
                            + ": add it to `columns`");
        }
    }

    private void checkStamped() {
        Set<String> taken = new TreeSet<>(Stamp.COLUMNS.keySet());
        taken.retainAll(from.types().keySet());
        if (entry.isStamped() && !taken.isEmpty()) {
            throw entry.refusal(
                    "columns",
                    "source table " + from.name() + " has a column " + String.join(", ", taken)
                            + " of its own, a name that stands for how a row was changed: rename it there, or leave"
                            + " these names out of `columns` and `where`, and `changes` at net");
        }
        if (entry.isStamped() && from.key().isEmpty() && !entry.wantsEveryChange()) {
            throw entry.refusal(
                    "columns",
                    "source table " + from.name()
                            + " has no key, so its rows can't be told apart once they say how they"
                            + " were changed: leave these columns out, or set changes to every");
        }
    }

    private void checkItem(Item item) {
        boolean isKnown = item.source() == null
                || from.types().containsKey(item.source())
                || entry.added().containsKey(item.source())
                || Stamp.COLUMNS.containsKey(item.source());
        if (!isKnown && from.generated().contains(item.source())) {
            throw entry.refusal(
                    "columns",
                    "it takes " + item.source()
                            + ", which the source generates; PostgreSQL publishes such a column only if it is STORED, from"
                            + " version 18 on: leave it out, and declare it GENERATED on target table " + to.name()
                            + " too, or write the expression that it is generated by AS "
                            + TableName.quote(item.target()));
        }
        if (!isKnown) {
            throw new Refusal("source table " + from.name() + " has no column " + item.source()
                    + ": correct `columns` of its entry in routes/tables.camel.yaml");
        }
        Column column = to.column(item.target());
        if (column == null) {
            String fix =
                    "ALTER TABLE " + to.name() + " ADD COLUMN " + TableName.quote(item.target()) + " " + type(item);
            Refusal missing = new Refusal("target table " + to.name() + " has no column " + item.target() + ": run "
                    + fix + ", or leave it out by `columns` of its entry in routes/tables.camel.yaml");
            throw item.source() == null ? missing : missing.withFix(fix);
        }
        if (column.generated()) {
            throw new Refusal("column " + item.target() + " of target table " + to.name()
                    + " is generated and takes no value: leave it out by `columns`");
        }
        checkNarrowing(item, column);
    }

    private void checkNarrowing(Item item, Column column) {
        String type = from.types().get(item.source());
        boolean byCast = entry.condition() != null || items.stream().anyMatch(other -> other.source() == null);
        String values = from.domains().getOrDefault(item.source(), type);
        if (type != null && Narrowing.changes(values, column.takenAs(), byCast)) {
            String is = values.equals(type) ? type : type + " over " + values;
            throw new Refusal("column " + item.source() + " of source table " + from.name() + " is " + is
                            + ", and target table " + to.name() + " would take its values as " + column.takenAs()
                            + ", which would silently change some of them: declare it " + values
                            + " there, or say by `columns` that this is wanted, as in CAST("
                            + TableName.quote(item.source()) + " AS " + column.declaredType() + ") AS "
                            + TableName.quote(item.target()))
                    .withFix("ALTER TABLE " + to.name() + " ALTER COLUMN " + TableName.quote(item.target()) + " TYPE "
                            + values);
        }
    }

    private String type(Item item) {
        if (item.source() == null) {
            return "…";
        }
        String type = from.types().getOrDefault(item.source(), entry.added().get(item.source()));
        return type != null ? targetType.apply(type) : Stamp.COLUMNS.getOrDefault(item.source(), "…");
    }
}

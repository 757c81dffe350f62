package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.Distribution;
import io.adbpg.sync.catalog.SourceTable;
import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.catalog.TargetTable;
import io.adbpg.sync.catalog.TargetTable.Column;
import io.adbpg.sync.failure.Message;
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
            throw Refusal.usage(
                    "`target` of entry {0} of the table routes is {1}: write schema.* there too, or name one table"
                            + " as the source",
                    entry.source(), entry.target());
        }
    }

    private void checkKeyless() {
        if (!from.key().isEmpty() || entry.wantsEveryChange()) {
            return;
        }
        Set<Operation> operations = entry.parsedOperations();
        if (operations.contains(Operation.UPDATE) && !operations.contains(Operation.INSERT)) {
            throw Refusal.usage(
                    "`operations` of entry {0} of the table routes is '{1}': source table {2} has no key, so an"
                            + " updated row is deleted and inserted; add insert, or leave out update",
                    entry.source(), entry.operations(), from.name());
        }
        if (from.identity() == 'f'
                && to.layout().distribution().kind() == Distribution.Kind.REPLICATED
                && (operations.contains(Operation.UPDATE) || operations.contains(Operation.DELETE))) {
            throw Refusal.of(
                    "target table {0} is DISTRIBUTED REPLICATED, where equal rows can't be told apart, and source"
                            + " table {1} has no key: distribute the target RANDOMLY, or give the source table a primary key",
                    to.name(), from.name());
        }
    }

    private void checkKey(String key) {
        if (!entry.wantsEveryChange() && items.stream().noneMatch(item -> key.equals(item.source()))) {
            throw to.column(key) != null && to.column(key).generated()
                    ? Refusal.of(
                            "column {0} of target table {1} is generated, but {0} is a key column of source table {2}: make"
                                    + " it a plain column there",
                            key, to.name(), from.name())
                    : Refusal.of(
                            "entry {0} of the table routes leaves out the key column {1}: add it to `columns`",
                            entry.source(), key);
        }
    }

    private void checkStamped() {
        Set<String> taken = new TreeSet<>(Stamp.COLUMNS.keySet());
        taken.retainAll(from.types().keySet());
        if (entry.isStamped() && !taken.isEmpty()) {
            throw entry.refusal(
                    "columns",
                    Message.of(
                            "source table {0} has a column {1} of its own, a name that stands for how a row was changed:"
                                    + " rename it there, or leave these names out of `columns` and `where`, and `changes` at net",
                            from.name(), String.join(", ", taken)));
        }
        if (entry.isStamped() && from.key().isEmpty() && !entry.wantsEveryChange()) {
            throw entry.refusal(
                    "columns",
                    Message.of(
                            "source table {0} has no key, so its rows can't be told apart once they say how they were"
                                    + " changed: leave these columns out, or set changes to every",
                            from.name()));
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
                    Message.of(
                            "it takes {0}, which the source generates; PostgreSQL publishes such a column only if it is"
                                    + " STORED, from version 18 on: leave it out, and declare it GENERATED on target table {1} too, or"
                                    + " write the expression that it is generated by AS {2}",
                            item.source(), to.name(), TableName.quote(item.target())));
        }
        if (!isKnown) {
            throw Refusal.of(
                    "source table {0} has no column {1}: correct `columns` of its entry in routes/tables.camel.yaml",
                    from.name(), item.source());
        }
        Column column = to.column(item.target());
        if (column == null) {
            String fix =
                    "ALTER TABLE " + to.name() + " ADD COLUMN " + TableName.quote(item.target()) + " " + type(item);
            Refusal missing = Refusal.of(
                    "target table {0} has no column {1}: run {2}, or leave it out by `columns` of its entry in"
                            + " routes/tables.camel.yaml",
                    to.name(), item.target(), fix);
            throw item.source() == null ? missing : missing.withFix(fix);
        }
        if (column.generated()) {
            throw Refusal.of(
                    "column {0} of target table {1} is generated and takes no value: leave it out by `columns`",
                    item.target(), to.name());
        }
        checkNarrowing(item, column);
    }

    private void checkNarrowing(Item item, Column column) {
        String type = from.types().get(item.source());
        boolean byCast = entry.condition() != null || items.stream().anyMatch(other -> other.source() == null);
        String values = from.domains().getOrDefault(item.source(), type);
        if (type != null && Narrowing.changes(values, column.takenAs(), byCast)) {
            Message is = values.equals(type) ? Message.verbatim(type) : Message.of("{0} over {1}", type, values);
            throw Refusal.of(
                            "column {0} of source table {1} is {2}, and target table {3} would take its values as {4}, which"
                                    + " would silently change some of them: declare it {5} there, or say by `columns` that this is"
                                    + " wanted, as in CAST({6} AS {7}) AS {8}",
                            item.source(),
                            from.name(),
                            is,
                            to.name(),
                            column.takenAs(),
                            values,
                            TableName.quote(item.source()),
                            column.declaredType(),
                            TableName.quote(item.target()))
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

package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Relation;
import io.adbpg.sync.fold.Row;
import io.adbpg.sync.fold.RowBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A change that was not applied: the target refused it, or an earlier change of the same row.
 *
 * @param relation the table as the stream described it
 * @param old the row before: its key columns at least; null for an insert, and for an update that left the key alone
 * @param row the row after; null for a delete
 * @param why why the target refused it; null if it only follows a refused change
 */
public record QuarantinedChange(Relation relation, Operation operation, Row old, Row row, DataRefusal why) {

    /** The source table. */
    public TableName table() {
        return relation.table();
    }

    /** The row's key; the whole row if the table has no key. */
    public Row key() {
        return key(relation, row == null ? old : row);
    }

    /** The row's key before the change; null if it is the same. */
    public Row oldKey() {
        Row before = row == null || old == null ? null : key(relation, old);
        return before == null || before.equals(key()) ? null : before;
    }

    /** Why the change is quarantined, on one line. */
    String message() {
        if (why == null) {
            return "an earlier change of this row is in quarantine";
        }
        String table = "table " + table() + ": ";
        return why.message().startsWith(table) ? why.message().substring(table.length()) : why.message();
    }

    /** The row before; where the source sent only the key, the other columns are unchanged values, not NULL. */
    Row knownOld() {
        if (old == null || !relation.hasKey()) {
            return old;
        }
        List<String> key = relation.keyColumns();
        RowBuilder known = new RowBuilder();
        for (int i = 0; i < relation.columns().size(); i++) {
            if (key.contains(relation.columns().get(i))) {
                known.add(old.text(i));
            } else if (old.text(i) != null) {
                return old;
            } else {
                known.addUnchanged();
            }
        }
        return known.build();
    }

    static Row key(Relation relation, Row row) {
        return relation.hasKey() ? relation.keyOf(row) : row;
    }

    /** About how much memory the change takes, in bytes. */
    public long size() {
        return 200L + (old == null ? 0 : old.size()) + (row == null ? 0 : row.size());
    }

    /** Such as {@code insert of row id=5 of table public.orders}, with long values cut. */
    @Override
    public String toString() {
        Row shown = relation.hasKey() ? key() : null;
        String name = shown == null
                ? "a row"
                : IntStream.range(0, relation.keyLength())
                        .mapToObj(i -> relation.keyColumns().get(i) + "=" + cut(shown.text(i)))
                        .collect(Collectors.joining(", ", "row ", ""));
        return operation.word() + " of " + name + " of table " + table();
    }

    private static String cut(String value) {
        String line = String.valueOf(value).replaceAll("\\R", "⏎");
        return line.length() <= 64 ? line : line.substring(0, line.offsetByCodePoints(0, 32)) + "…";
    }
}

package io.adbpg.sync.catalog;

import io.adbpg.sync.catalog.TableShape.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What was done to a source table between two looks at it. */
public record ShapeChange(TableShape before, TableShape after) {
    /** {@code varchar} and {@code text}, which are the same but for the length. */
    private static final Set<Long> TEXT = Set.of(25L, 1043L);

    /** A column before and after. */
    public record Altered(Column before, Column after) {}

    /** Whether nothing was done that counts. */
    public boolean isNone() {
        return !isRecreated()
                && added().isEmpty()
                && dropped().isEmpty()
                && renamed().isEmpty()
                && retyped().isEmpty()
                && !isKeyChanged()
                && before.identity() == after.identity();
    }

    /** Whether it is another table, of the same name. */
    public boolean isRecreated() {
        return before.oid() != after.oid();
    }

    /** The columns that are new. */
    public List<Column> added() {
        return after.columns().stream()
                .filter(column -> before.column(column.number()) == null)
                .toList();
    }

    /** The columns that are gone. */
    public List<Column> dropped() {
        return before.columns().stream()
                .filter(column -> after.column(column.number()) == null)
                .toList();
    }

    /** The columns that have another name. */
    public List<Altered> renamed() {
        return kept().stream()
                .filter(column -> !column.before.name().equals(column.after.name()))
                .toList();
    }

    /** The columns that have another type, length or scale. */
    public List<Altered> retyped() {
        return kept().stream()
                .filter(column -> !column.before.hasTypeOf(column.after))
                .toList();
    }

    private List<Altered> kept() {
        return before.columns().stream()
                .map(column -> new Altered(column, after.column(column.number())))
                .filter(column -> column.after != null)
                .toList();
    }

    /** Whether rows are told apart by other columns. */
    public boolean isKeyChanged() {
        return !before.key().equals(after.key());
    }

    /**
     * Why the rows that are there can't be brought into line by what is known; null if they can.
     *
     * <p>PostgreSQL tells the stream nothing of rows that an ALTER TABLE changes.
     */
    public String reload() {
        List<String> reasons = new ArrayList<>();
        if (isRecreated()) {
            return "it was dropped and created again";
        }
        if (isKeyChanged()) {
            reasons.add(
                    after.key().isEmpty()
                            ? "it has no key any more"
                            : "its key is " + String.join(", ", after.keyNames()) + " now");
        }
        retyped().stream()
                .filter(this::mayHaveChangedValues)
                .forEach(
                        column -> reasons.add("column " + column.after.name() + " is " + column.after.type() + " now"));
        Set<String> formerNames = before.columns().stream().map(Column::name).collect(Collectors.toSet());
        added().stream()
                .filter(column -> formerNames.contains(column.name()) || !isValueOfOldRowsKnown(column))
                .forEach(column -> reasons.add("column " + column.name() + " was added"));
        return reasons.isEmpty() ? null : String.join(", ", reasons);
    }

    private boolean mayHaveChangedValues(Altered column) {
        boolean isAlike = column.before.typeOid() == column.after.typeOid()
                || (TEXT.contains(column.before.typeOid()) && TEXT.contains(column.after.typeOid()));
        return !isAlike || isRewritten();
    }

    private boolean isValueOfOldRowsKnown(Column added) {
        return added.missing() != null || !(isPartitioned() ? added.hasDefault() : isRewritten());
    }

    private boolean isPartitioned() {
        return after.storage() == 0;
    }

    private boolean isRewritten() {
        return isPartitioned() || before.storage() != after.storage();
    }

    /** What was done, for the log. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (isRecreated()) {
            return "created again";
        }
        added().forEach(column -> parts.add("column " + column.name() + " added"));
        dropped().forEach(column -> parts.add("column " + column.name() + " dropped"));
        renamed().forEach(column -> parts.add("column " + column.before.name() + " renamed to " + column.after.name()));
        retyped().forEach(column -> parts.add("column " + column.after.name() + " changed to " + column.after.type()));
        if (isKeyChanged()) {
            parts.add("key changed to (" + String.join(", ", after.keyNames()) + ")");
        }
        if (before.identity() != after.identity()) {
            parts.add("replica identity changed");
        }
        return String.join(", ", parts);
    }
}

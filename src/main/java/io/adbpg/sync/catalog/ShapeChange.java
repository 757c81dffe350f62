package io.adbpg.sync.catalog;

import io.adbpg.sync.catalog.TableShape.Column;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What ALTER TABLE has changed in a source table between two reads of the catalogue. */
public record ShapeChange(TableShape before, TableShape after) implements Worded {
    /** {@code text} and {@code varchar}: a change between the two never changes a value without a rewrite. */
    private static final Set<Long> TEXT = Set.of(25L, 1043L);

    /** A column before and after the change. */
    public record Altered(Column before, Column after) {}

    /** Whether nothing relevant has changed. */
    public boolean isNone() {
        return !isRecreated()
                && added().isEmpty()
                && dropped().isEmpty()
                && renamed().isEmpty()
                && retyped().isEmpty()
                && relabelled().isEmpty()
                && freed().isEmpty()
                && !isKeyChanged()
                && before.identity() == after.identity();
    }

    /** Whether the table was dropped and another one created under its name. */
    public boolean isRecreated() {
        return before.oid() != after.oid();
    }

    /** Returns the new columns. */
    public List<Column> added() {
        return after.columns().stream()
                .filter(column -> before.column(column.number()) == null)
                .toList();
    }

    /** Returns the dropped columns, as they were. */
    public List<Column> dropped() {
        return before.columns().stream()
                .filter(column -> after.column(column.number()) == null)
                .toList();
    }

    /** Returns the columns with a new name. */
    public List<Altered> renamed() {
        return kept().stream()
                .filter(column -> !column.before.name().equals(column.after.name()))
                .toList();
    }

    /** Returns the columns with another type, length or scale. */
    public List<Altered> retyped() {
        return kept().stream()
                .filter(column -> !column.before.hasTypeOf(column.after))
                .toList();
    }

    /** Returns the columns whose old values may print otherwise now, since their enum or composite type was altered. */
    public List<Altered> relabelled() {
        return kept().stream()
                .filter(column -> column.before.isRelabelled(column.after))
                .toList();
    }

    /** Returns the columns that may be NULL now, and could not be before. */
    public List<Altered> freed() {
        return kept().stream()
                .filter(column -> column.before.isFreed(column.after))
                .toList();
    }

    /**
     * Whether anything is to be remembered that asks for nothing now: in what the values' texts are made of, even if the old ones
     * stay, or a column that must not be NULL any more. Who compares with what was before later takes a renamed value that was added
     * meanwhile for a new one, say.
     */
    public boolean hasOtherNotes() {
        return hasOtherLabels()
                || kept().stream()
                        .anyMatch(column -> !Objects.equals(column.before.required(), column.after.required()));
    }

    /** Whether anything is other in what the values' texts are made of. */
    public boolean hasOtherLabels() {
        return kept().stream().anyMatch(column -> !Objects.equals(column.before.labels(), column.after.labels()));
    }

    /**
     * Returns the same change for a table that was created again, whose columns are those of the former table of the same names; for
     * any other table, the change itself.
     */
    public ShapeChange byName() {
        if (!isRecreated()) {
            return this;
        }
        Map<Integer, Integer> numbers = new HashMap<>();
        List<Column> columns = new ArrayList<>();
        for (Column column : before.columns()) {
            Column now = after.column(column.name());
            // A number that no column has.
            int number = now == null ? -column.number() : now.number();
            numbers.put(column.number(), number);
            columns.add(column.numbered(number));
        }
        List<Integer> key = before.key().stream().map(numbers::get).toList();
        return new ShapeChange(
                new TableShape(
                        before.oid(),
                        before.storage(),
                        before.identity(),
                        columns,
                        key,
                        before.last(),
                        before.partitions()),
                after);
    }

    private List<Altered> kept() {
        return before.columns().stream()
                .map(column -> new Altered(column, after.column(column.number())))
                .filter(column -> column.after != null)
                .toList();
    }

    /** Whether the key consists of other columns now. */
    public boolean isKeyChanged() {
        return !before.key().equals(after.key());
    }

    /**
     * Returns why the table must be reloaded; null if the target's rows can be brought up to date without that.
     *
     * <p>The stream does not contain the rows that an ALTER TABLE rewrites.
     *
     * @param isTaken whether the target gets anything of a column, by its name
     */
    public Message reloadReason(Predicate<String> isTaken) {
        List<Message> reasons = new ArrayList<>();
        if (isRecreated()) {
            return Message.of("it was dropped and created again");
        }
        if (isKeyChanged()) {
            reasons.add(
                    after.key().isEmpty()
                            ? Message.of("it has no key any more")
                            : Message.of("its key is {0} now", String.join(", ", after.keyNames())));
        }
        retyped().stream()
                .filter(column -> isTaken.test(column.after.name()))
                .filter(this::mayHaveChangedValues)
                .forEach(column ->
                        reasons.add(Message.of("column {0} is {1} now", column.after.name(), column.after.type())));
        renamed().stream()
                .filter(column -> before.column(column.after.name()) != null)
                .forEach(column -> reasons.add(
                        Message.of("column {0} is the former {1} now", column.after.name(), column.before.name())));
        Set<String> formerNames = before.columns().stream().map(Column::name).collect(Collectors.toSet());
        added().stream()
                .filter(column -> isTaken.test(column.name()))
                .filter(column -> formerNames.contains(column.name()) || !isValueOfOldRowsKnown(column))
                .forEach(column -> reasons.add(
                        wasThere(column)
                                ? Message.of("column {0} is published now", column.name())
                                : Message.of("column {0} was added", column.name())));
        return reasons.isEmpty() ? null : Message.list(reasons);
    }

    private boolean mayHaveChangedValues(Altered column) {
        boolean isAlike = column.before.typeOid() == column.after.typeOid()
                || (TEXT.contains(column.before.typeOid()) && TEXT.contains(column.after.typeOid()));
        return !isAlike || isRewritten();
    }

    private boolean isValueOfOldRowsKnown(Column added) {
        if (added.generated() || wasThere(added)) {
            return false;
        }
        return added.missing() != null || !(isPartitioned() ? added.hasDefault() : isRewritten());
    }

    /** Whether a column existed before, and the source did not publish it: it was generated, or still is. */
    private boolean wasThere(Column added) {
        return added.number() <= before.last();
    }

    private boolean isPartitioned() {
        return after.storage() == 0;
    }

    private boolean isRewritten() {
        return isPartitioned() || before.storage() != after.storage();
    }

    /** Says what has changed. */
    @Override
    public Message message() {
        List<Message> parts = new ArrayList<>();
        if (isRecreated()) {
            return Message.of("created again");
        }
        added().forEach(column -> parts.add(Message.of("column {0} added", column.name())));
        dropped().forEach(column -> parts.add(Message.of("column {0} dropped", column.name())));
        renamed()
                .forEach(column ->
                        parts.add(Message.of("column {0} renamed to {1}", column.before.name(), column.after.name())));
        retyped()
                .forEach(column ->
                        parts.add(Message.of("column {0} changed to {1}", column.after.name(), column.after.type())));
        relabelled().forEach(column -> parts.add(Message.of("type of column {0} altered", column.after.name())));
        freed().forEach(column -> parts.add(Message.of("column {0} may be NULL", column.after.name())));
        if (isKeyChanged()) {
            parts.add(Message.of("key changed to ({0})", String.join(", ", after.keyNames())));
        }
        if (before.identity() != after.identity()) {
            parts.add(Message.of("replica identity changed"));
        }
        return Message.list(parts);
    }

    @Override
    public String toString() {
        return message().toString();
    }
}

package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Refusal;
import io.adbpg.sync.failure.Worded;
import io.adbpg.sync.fold.Operation;
import io.adbpg.sync.fold.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An entry of the table routes: its parameters as the user wrote them.
 *
 * @param places returns the place of a parameter, such as {@code routes/tables.camel.yaml, line 8}; blank if unknown
 */
record Entry(
        String source,
        String target,
        String columns,
        String where,
        String operations,
        String changes,
        String adds,
        String except,
        Function<String, Message> places) {

    Entry withSource(String value) {
        return new Entry(value, target, columns, where, operations, changes, adds, except, places);
    }

    Entry withTarget(String value) {
        return new Entry(source, value, columns, where, operations, changes, adds, except, places);
    }

    Entry withColumns(String value) {
        return new Entry(source, target, value, where, operations, changes, adds, except, places);
    }

    Entry withWhere(String value) {
        return new Entry(source, target, columns, value, operations, changes, adds, except, places);
    }

    Entry withOperations(String value) {
        return new Entry(source, target, columns, where, value, changes, adds, except, places);
    }

    Entry withChanges(String value) {
        return new Entry(source, target, columns, where, operations, value, adds, except, places);
    }

    Entry withAdds(String value) {
        return new Entry(source, target, columns, where, operations, changes, value, except, places);
    }

    Entry withExcept(String value) {
        return new Entry(source, target, columns, where, operations, changes, adds, value, places);
    }

    /** Whether a schema's entry does not stand for one of its tables. */
    boolean excepts(String table) {
        if (except.isBlank()) {
            return false;
        }
        if (!sourceName().isWildcard()) {
            throw refusal(
                    "except",
                    Message.of("the entry names one table: leave `except` out, or write schema.* as its source"));
        }
        return parse("except", () -> SqlText.of(except).items().stream()
                .anyMatch(item -> TableName.unquote(item.toString()).equals(table)));
    }

    /** Returns the source table, or a wildcard for all tables of a schema. */
    TableName sourceName() {
        return parse("source", () -> TableName.parse(source));
    }

    /** Returns the target table, or a wildcard for all tables of a schema. */
    TableName targetName() {
        return parse("target", () -> TableName.parse(target));
    }

    /** The select list. */
    SelectList selectList() {
        return parse("columns", () -> SelectList.parse(columns));
    }

    /** Returns the condition; null for all rows. */
    SqlText condition() {
        return where.isBlank() ? null : parse("where", () -> SqlText.of(where));
    }

    /** The operations that reach the target. */
    Set<Operation> parsedOperations() {
        return parse("operations", () -> Operation.parseList(operations));
    }

    /** Returns the columns that a hand-written route adds, as types by name. */
    Map<String, String> added() {
        Map<String, String> added = new LinkedHashMap<>();
        if (!adds.isBlank()) {
            for (SqlText item : parse("adds", () -> SqlText.of(adds)).items()) {
                List<String> words = item.words();
                if (words.size() < 2) {
                    throw refusal(
                            "adds",
                            Message.of("'{0}' is not a column with its type: write it like 'risk integer'", item));
                }
                added.put(
                        parse("adds", () -> TableName.unquote(words.get(0))),
                        String.join(" ", words.subList(1, words.size())));
            }
        }
        return added;
    }

    /** Whether the target gets every single change as a row, rather than the net rows. */
    boolean wantsEveryChange() {
        return switch (changes.strip()) {
            case "net" -> false;
            case "every" -> true;
            default -> throw refusal("changes", Message.of("'{0}' is not allowed: use net or every", changes));
        };
    }

    /**
     * Whether rows carry the columns of {@link Stamp}: so if every change is wanted, or the entry names one of them.
     */
    boolean isStamped() {
        List<String> names = List.copyOf(Stamp.COLUMNS.keySet());
        boolean isNamed = parse("columns", () -> SqlText.of(columns)).mentionsAny(names)
                || (condition() != null && condition().mentionsAny(names));
        return wantsEveryChange() || isNamed;
    }

    private <T> T parse(String parameter, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw refusal(parameter, Worded.of(e));
        }
    }

    /** Returns a refusal that names a parameter and its place. */
    Refusal refusal(String parameter, Message why) {
        Message place = places.apply(parameter);
        return place.isBlank()
                ? Refusal.usage("`{0}` of entry {1} of the table routes: {2}", parameter, source, why)
                : Refusal.usage("{0}: `{1}` of entry {2}: {3}", place, parameter, source, why);
    }
}

package io.adbpg.sync.catalog;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a Greenplum kernel distributes a table's rows over its segments.
 *
 * @param columns the distribution key; empty unless it is {@link Kind#KEY}
 */
public record Distribution(Kind kind, List<String> columns) implements Worded {
    /** For a server without segments. */
    public static final Distribution NONE = new Distribution(Kind.NONE, List.of());

    /** DISTRIBUTED RANDOMLY: a row may be on any segment. */
    public static final Distribution RANDOM = new Distribution(Kind.RANDOM, List.of());

    /** DISTRIBUTED REPLICATED: every segment has every row. */
    public static final Distribution REPLICATED = new Distribution(Kind.REPLICATED, List.of());

    /** What decides which segment stores a row. */
    public enum Kind {
        NONE,
        KEY,
        RANDOM,
        REPLICATED
    }

    /** Returns a distribution by these columns; {@link #RANDOM} without columns. */
    public static Distribution by(List<String> columns) {
        return columns.isEmpty() ? RANDOM : new Distribution(Kind.KEY, columns);
    }

    /** Returns the clause that follows the column list of CREATE TABLE; blank on a server without segments. */
    public String toSql() {
        return switch (kind) {
            case NONE -> "";
            case KEY ->
                columns.stream().map(TableName::quote).collect(Collectors.joining(", ", " DISTRIBUTED BY (", ")"));
            case RANDOM -> " DISTRIBUTED RANDOMLY";
            case REPLICATED -> " DISTRIBUTED REPLICATED";
        };
    }

    /** Says such as {@code distributed by id}. */
    @Override
    public Message message() {
        return switch (kind) {
            case NONE -> Message.of("not distributed");
            case KEY -> Message.of("distributed by {0}", String.join(", ", columns));
            case RANDOM -> Message.of("distributed randomly");
            case REPLICATED -> Message.of("replicated");
        };
    }

    @Override
    public String toString() {
        return message().toString();
    }
}

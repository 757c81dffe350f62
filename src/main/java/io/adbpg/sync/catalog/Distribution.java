package io.adbpg.sync.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a Greenplum kernel spreads a table's rows over its segments.
 *
 * @param columns the distribution key; empty unless it is {@link Kind#KEY}
 */
public record Distribution(Kind kind, List<String> columns) {
    /** A server that has no segments. */
    public static final Distribution NONE = new Distribution(Kind.NONE, List.of());

    /** Rows go anywhere. */
    public static final Distribution RANDOM = new Distribution(Kind.RANDOM, List.of());

    /** Every segment has every row. */
    public static final Distribution REPLICATED = new Distribution(Kind.REPLICATED, List.of());

    /** What decides where a row goes. */
    public enum Kind {
        NONE,
        KEY,
        RANDOM,
        REPLICATED
    }

    /** Rows that are equal in these columns go together; anywhere if there are none. */
    public static Distribution by(List<String> columns) {
        return columns.isEmpty() ? RANDOM : new Distribution(Kind.KEY, columns);
    }

    /** What follows the parentheses of CREATE TABLE; blank on a server that has no segments. */
    public String toSql() {
        return switch (kind) {
            case NONE -> "";
            case KEY ->
                columns.stream().map(TableName::quote).collect(Collectors.joining(", ", " DISTRIBUTED BY (", ")"));
            case RANDOM -> " DISTRIBUTED RANDOMLY";
            case REPLICATED -> " DISTRIBUTED REPLICATED";
        };
    }

    /** The same for a reader. */
    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "not distributed";
            case KEY -> "distributed by " + String.join(", ", columns);
            case RANDOM -> "distributed randomly";
            case REPLICATED -> "replicated";
        };
    }
}

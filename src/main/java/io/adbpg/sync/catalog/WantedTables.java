package io.adbpg.sync.catalog;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which tables of the source a job is to capture.
 *
 * @param names tables, or {@code schema.*} for all tables of a schema
 * @param takes whether a table that a name stands for is to be captured
 */
public record WantedTables(Collection<TableName> names, Predicate<TableName> takes) {
    /** Returns all that the names stand for. */
    public static WantedTables of(Collection<TableName> names) {
        return new WantedTables(List.copyOf(names), name -> true);
    }
}

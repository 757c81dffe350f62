package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TableName;
import java.util.List;

/**
 * The columns that a COPY of a table's rows fills.
 *
 * @param table the source table
 * @param names the column names, in the order of a row's values
 * @param types the type of each of them on the target
 * @param key the names of the key columns; empty if the table has no key
 */
public record CopiedColumns(TableName table, List<String> names, List<String> types, List<String> key) {}

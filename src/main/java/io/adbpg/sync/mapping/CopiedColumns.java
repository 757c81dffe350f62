package io.adbpg.sync.mapping;

import io.adbpg.sync.catalog.TableName;
import java.util.List;

/**
 * The columns that a COPY of a table's rows fills.
 *
 * @param table the source table
 * @param names their names, in the order of a row's values
 * @param types the type that the target takes each as
 * @param key those that tell rows apart; empty if all of them do
 */
public record CopiedColumns(TableName table, List<String> names, List<String> types, List<String> key) {}

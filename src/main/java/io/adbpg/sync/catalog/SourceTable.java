package io.adbpg.sync.catalog;

import java.util.List;
import java.util.Map;

/**
 * A captured table, as the source's catalogue describes it.
 *
 * @param name its name
 * @param identity its replica identity: d(efault), i(ndex), f(ull) or n(othing)
 * @param types from the name of each published column to its type, as {@code format_type} prints it
 * @param generated the columns that the source computes, which it does not publish
 * @param key the columns that tell rows apart: those of the primary key or of the replica identity's index
 */
public record SourceTable(
        TableName name, char identity, Map<String, String> types, List<String> generated, List<String> key) {}

package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import java.util.List;
import java.util.Set;

/**
 * The changes in quarantine of one row of a table, or of rows that are linked by a change of the key: none of them can be
 * applied without those before it.
 *
 * @param ids their numbers, in order
 * @param keys the keys of the rows
 * @param bytes about how much their images take
 * @param dependsOnOthers whether they may have been refused for other rows
 */
record ChangeChain(TableName table, List<Long> ids, Set<Row> keys, long bytes, boolean dependsOnOthers) {}

package io.adbpg.sync.quarantine;

import io.adbpg.sync.catalog.TableName;
import io.adbpg.sync.fold.Row;
import java.util.List;
import java.util.Set;

/**
 * The quarantined changes of one row, or of rows that are linked by a change of key, in order. Each can only be applied after
 * those before it.
 *
 * @param ids the numbers of the changes, in order
 * @param keys the keys of the rows
 * @param bytes about how large the row images are
 * @param dependsOnOthers whether every refusal may be due to other rows, such as a missing one that a foreign key needs
 */
record ChangeChain(TableName table, List<Long> ids, Set<Row> keys, long bytes, boolean dependsOnOthers) {}

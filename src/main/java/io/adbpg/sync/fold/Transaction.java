package io.adbpg.sync.fold;

import java.time.Instant;
import java.util.List;

/**
 * A transaction of the source that is kept apart from those beside it, while a refused row is looked for.
 *
 * @param changes its changes, as they were read
 * @param groups the row groups that they fold to, in the order in which they must be applied
 * @param lsn its commit LSN
 * @param time its commit time; null if unknown
 */
public record Transaction(List<Change> changes, List<RowGroup> groups, long lsn, Instant time) {}

package io.adbpg.sync.operate;

import java.time.Instant;
import java.util.Optional;

/**
 * What a look at the source has found.
 *
 * @param time when, by this machine's clock
 * @param lsn the end of the source's WAL
 * @param sent up to where the source has sent what there is for the job; 0 if nobody reads the slot
 * @param slot the job's slot; empty if there is none
 */
record SourceLook(Instant time, long lsn, long sent, Optional<SlotStatus> slot) {}

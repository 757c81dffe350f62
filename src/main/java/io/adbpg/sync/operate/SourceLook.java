package io.adbpg.sync.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a look at the source has found.
 *
 * @param asked when it was asked, by this machine's clock: what lies beyond {@code lsn} was written later
 * @param answered when the answer was there, by this machine's clock: what counts as sent had been sent by then
 * @param clockAhead how far the source's clock is ahead of this machine's; zero if the answer does not show any difference
 * @param lsn the end of the source's WAL
 * @param sent up to where the source has sent what there is for the job; 0 if nobody reads the slot
 * @param slot the job's slot; empty if there is none
 */
record SourceLook(
        Instant asked, Instant answered, Duration clockAhead, long lsn, long sent, Optional<SlotStatus> slot) {}

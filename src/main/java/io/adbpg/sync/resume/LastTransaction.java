package io.adbpg.sync.resume;

import io.adbpg.sync.catalog.Lsn;
import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Program;
import io.adbpg.sync.failure.Refusal;
import java.time.Instant;

/**
 * The last transaction with changes that the stream had told of when a position was written. Where the stream tells the
 * same again, it must come at the same place and time, and none may follow it up to the position: otherwise the source
 * has been given another history since.
 *
 * @param lsn where it ends; or a position from which the stream was followed, if there is no time
 * @param time when it was committed on the source; null if there was none since that position
 */
public record LastTransaction(long lsn, Instant time) {
    /** Nothing is known, as with positions that earlier versions of the program have written. */
    public static final LastTransaction UNKNOWN = new LastTransaction(0, null);

    /**
     * How far before its end a transaction's commit is certain to begin, so that a slot that is advanced to there still
     * tells of it. Its record lists subtransactions and invalidated catalogue entries, four to sixteen bytes each.
     */
    private static final long LONGEST_COMMIT = 16L << 20;

    /** Returns the last position from which a slot tells all that is needed to compare histories. */
    long neededFrom() {
        return lsn == 0 ? Long.MAX_VALUE : time == null ? lsn : lsn - LONGEST_COMMIT;
    }

    /** Returns the refusal for a source that tells something else. */
    public static Refusal otherHistory(long position, Message why) {
        return Refusal.of(
                "the target holds changes that the source does not have: position {0}, but {1}: a standby that"
                        + " lacked changes took the primary's place, or a backup or a snapshot of the disk was put back; to"
                        + " load all tables again, run {2} and start the job",
                Lsn.text(position), why, Program.command(Program.RELOAD_ALL));
    }
}

package io.adbpg.sync.quarantine;

import io.adbpg.sync.failure.Message;

/**
 * Whether the job searches for a refused row. It does not until the target refuses one. Then the changes since the position
 * are read again and applied behind savepoints, a transaction at a time, until all changes are committed among which the
 * refused one was.
 */
public final class RefusalSearch {
    private long sinceCommit;
    private long left;
    private boolean strict;

    /** Whether changes are applied behind savepoints, a transaction at a time. */
    public boolean isOn() {
        return left > 0;
    }

    /** Whether deferred constraints are checked with each statement, since one failed only at commit. */
    boolean checksConstraintsAtOnce() {
        return strict;
    }

    /** What the job does meanwhile; blank if nothing is searched. */
    public Message reason() {
        return isOn()
                ? Message.of("a change is refused, and looked for among those that were read with it")
                : Message.NONE;
    }

    /** Starts counting anew, since changes are read from the position again. */
    public void restart() {
        sinceCommit = 0;
    }

    /** Counts changes that are about to be applied. */
    public void count(int changes) {
        sinceCommit += changes;
    }

    /** Notes that all changes counted so far are committed. */
    public void noteCommit() {
        left = Math.max(0, left - sinceCommit);
        strict &= left > 0;
        sinceCommit = 0;
    }

    /**
     * Searches the changes counted since the last commit, since one of them was refused; if they are being searched already,
     * checks deferred constraints at once as well.
     *
     * @return false if that is done already, so that nothing more can find the refused row
     */
    public boolean intensify() {
        if (isOn() && strict) {
            return false;
        }
        strict = isOn();
        left = Math.max(left, Math.max(1, sinceCommit));
        return true;
    }
}

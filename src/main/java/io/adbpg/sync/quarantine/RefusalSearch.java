package io.adbpg.sync.quarantine;

/**
 * How careful the job is: not at all, until a row is refused; then the changes are read again from the position and applied
 * with care, until those are passed among which it was.
 */
public final class RefusalSearch {
    private long sinceCommit;
    private long left;
    private boolean strict;

    /** Whether row groups are applied behind savepoints, a transaction at a time. */
    public boolean isOn() {
        return left > 0;
    }

    /** Whether deferred constraints are checked at once, since one of them failed in the end. */
    boolean checksConstraintsAtOnce() {
        return strict;
    }

    /** A session begins, at the position. */
    public void restart() {
        sinceCommit = 0;
    }

    /** Changes are about to be applied. */
    public void count(int changes) {
        sinceCommit += changes;
    }

    /** All changes up to here are committed. */
    public void noteCommit() {
        left = Math.max(0, left - sinceCommit);
        strict &= left > 0;
        sinceCommit = 0;
    }

    /**
     * A row among the changes since the position is refused.
     *
     * @return whether more care may help
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

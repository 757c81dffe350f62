package io.adbpg.sync.settings;

/** What the job does to the target when a table of the source is altered. */
public record Following(Extent extent, Dropped dropped) {
    /** Which statements the job runs itself: the values of {@code sync.schema-changes}. */
    public enum Extent {
        /** None. */
        WAIT,
        /** Those that add columns. */
        ADD_COLUMNS,
        /** All. */
        FOLLOW
    }

    /** What becomes of columns that the source has dropped: the values of {@code sync.dropped-columns}. */
    public enum Dropped {
        /** They stay, and get no values any more. */
        KEEP,
        /** They are dropped too. */
        DROP
    }

    /** Whether the job does all that it can. */
    public boolean isFull() {
        return extent == Extent.FOLLOW;
    }
}

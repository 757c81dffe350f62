package io.adbpg.sync.status;

import java.util.Locale;

/** What a job is doing. */
public enum JobState {
    /** It connects and checks both ends. */
    PRECHECKING,
    /** It copies the rows that the tables have; no table is in step yet. */
    LOADING,
    /** It applies changes as they come. */
    SYNCING,
    /** It waits for something to come back, or for somebody to mend it, and tries again by itself. */
    WAITING,
    /** A route was stopped or suspended: it goes on when the route is started. */
    PAUSED,
    /** It has given up: only a person can help. */
    FAILED,
    /** It was stopped. */
    STOPPED;

    /** The word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

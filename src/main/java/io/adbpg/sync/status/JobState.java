package io.adbpg.sync.status;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.failure.Worded;
import java.util.Locale;

/** What a job is doing. */
public enum JobState implements Worded {
    /** The job connects and checks both ends. */
    PRECHECKING,
    /** It copies existing rows; no table is in step yet. */
    LOADING,
    /** It applies changes as they arrive. */
    SYNCING,
    /** It waits for an outage to end, or for somebody to fix a problem, and retries by itself. */
    WAITING,
    /** Another copy of the job runs; this one takes over when that is gone. */
    STANDBY,
    /** A route was stopped or suspended; the job goes on when it is started again. */
    PAUSED,
    /** It has given up: only a person can fix it. */
    FAILED,
    /** It was stopped. */
    STOPPED;

    /** Returns the word that users see. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Message message() {
        return switch (this) {
            case PRECHECKING -> Message.of("prechecking");
            case LOADING -> Message.of("loading");
            case SYNCING -> Message.of("syncing");
            case WAITING -> Message.of("waiting");
            case STANDBY -> Message.of("standby");
            case PAUSED -> Message.of("paused");
            case FAILED -> Message.of("failed");
            case STOPPED -> Message.of("stopped");
        };
    }
}

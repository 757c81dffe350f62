package io.adbpg.sync.operate;

import io.adbpg.sync.failure.Message;
import io.adbpg.sync.status.JobState;
import io.adbpg.sync.status.JobStatus;
import io.adbpg.sync.status.TableStatus;
import java.util.Locale;

/**
 * What becomes of a table just now, as users see it: its own state, as far as the job's lets it, and what of it was refused.
 *
 * @param message one line for the user; may be blank
 */
record TableView(State state, Message message) {

    /** The state of a table as users see it. */
    enum State {
        /** It waits by itself, or with the job. */
        WAITING,
        /** Its changes are applied, but those of some rows are in quarantine. */
        REFUSED,
        /** Another copy of the job applies its changes. */
        STANDBY,
        /** The job is paused. */
        PAUSED,
        /** The job was stopped, or has given up. */
        STOPPED,
        /** Its existing rows are being copied. */
        LOADING,
        /** Changes that were made since its load are being applied. */
        CATCHING_UP,
        /** Changes are applied as they arrive. */
        SYNCING;

        /** Returns the words that users see. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * The view of a table of a job.
     *
     * @param refused what is in quarantine; null if nothing is
     */
    static TableView of(JobStatus.View job, TableStatus table, RefusedChanges.OfTable refused) {
        Message reason = table.message().isBlank() && refused != null ? refused.text() : table.message();
        return switch (job.state()) {
            case STOPPED, FAILED -> new TableView(State.STOPPED, reason);
            case PAUSED -> new TableView(State.PAUSED, reason);
            case STANDBY -> new TableView(State.STANDBY, reason);
            case SYNCING, LOADING -> own(table.state(), reason, refused != null);
            // A load goes on by itself.
            case WAITING, PRECHECKING ->
                table.state() == TableStatus.State.LOADING
                        ? new TableView(State.LOADING, reason)
                        : new TableView(State.WAITING, reason.isBlank() ? withJob(job.state()) : reason);
        };
    }

    private static Message withJob(JobState state) {
        return Message.of("the job is {0}", state);
    }

    private static TableView own(TableStatus.State own, Message reason, boolean isRefused) {
        return new TableView(
                switch (own) {
                    case WAITING -> State.WAITING;
                    case LOADING -> State.LOADING;
                    case CATCHING_UP -> State.CATCHING_UP;
                    case SYNCING -> isRefused ? State.REFUSED : State.SYNCING;
                },
                reason);
    }

    /** State and reason. */
    @Override
    public String toString() {
        return state.word() + (message.isBlank() ? "" : ": " + message);
    }
}

package io.adbpg.sync.status;

/**
 * Requests a new session of the job: the current one ends at its next safe boundary, or the pause between two sessions
 * ends at once. What was asked for meanwhile takes effect in the new session.
 */
public final class NextSession {
    private volatile Runnable begin = () -> {};

    /** Requests a new session, from any thread; does nothing if no job runs. */
    public void ask() {
        begin.run();
    }

    /** Sets the action that {@link #ask} runs. */
    public void onAsk(Runnable action) {
        begin = action;
    }
}

package io.adbpg.sync.status;

/**
 * Asks for the next session of a job, which does what was asked for meanwhile: the session under way ends at its next safe
 * boundary, and a pause between two sessions is cut short.
 */
public final class NextSession {
    private volatile Runnable begin = () -> {};

    /** Asks for it, from any thread; does nothing while no session runs or waits. */
    public void ask() {
        begin.run();
    }

    /** Says who begins it from now on. */
    public void begunBy(Runnable action) {
        begin = action;
    }
}

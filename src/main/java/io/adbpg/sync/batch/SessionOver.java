package io.adbpg.sync.batch;

/** Ends a session that has done what it could, so that the next one goes on; no failure. */
public final class SessionOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why it is over, for the log */
    public SessionOver(String why) {
        super(why);
    }
}

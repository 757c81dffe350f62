package io.adbpg.sync.batch;

/** Ends a session so that another one follows at once. Not a failure. */
public final class SessionOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why it is over, for the log */
    public SessionOver(String why) {
        super(why);
    }
}

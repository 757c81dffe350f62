package io.adbpg.sync.failure;

/** Looks for a kind of failure among a failure and its causes. */
public final class Causes {
    private Causes() {}

    /** The outermost of a kind; null if there is none. */
    public static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}

package io.adbpg.sync.failure;

/** Searches a failure and its causes for an exception of a given type. */
public final class Causes {
    private Causes() {}

    /** Returns the outermost exception of a type; null if there is none. */
    public static <T extends Throwable> T find(Throwable failure, Class<T> type) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
